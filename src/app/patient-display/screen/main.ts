import '../../theme/tokens.css';
import { enterWindow } from '../../pwa/windows';
import { offerFullScreen } from './full-screen';
import { linkScreen } from './screen-link';
import { ScreenView } from './screen-view';
import { readAddress } from '../screen-address';
import { wordsOf } from './words';

/** The patient's window: it loads this, and no network, no React, no database. */
const { channelId, look, letterKeys } = readAddress(location.hash, navigator.language);
const place = document.getElementById('screen')!;
const heading = document.createElement('h1');
heading.className = 'visually-hidden';
const view = new ScreenView(look.language);
place.append(heading, view.root);

let language = look.language;
function show({ language: now, scheme }: typeof look): void {
  language = now;
  document.documentElement.lang = now === 'zh' ? 'zh-CN' : 'en';
  document.documentElement.dataset.mantineColorScheme = scheme;
  document.title = wordsOf(now).name;
  heading.textContent = wordsOf(now).name;
}
show(look);
view.onLook = show;

enterWindow();
offerFullScreen(place, () => wordsOf(language).fullScreen, letterKeys);
if (channelId !== null) linkScreen(view, channelId, 'screen');
