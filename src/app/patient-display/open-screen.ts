import { useApp } from '../store/store';
import { displaySetup } from './display-setup';
import { screenAddress } from './screen-address';

/**
 * Opens the patient's window. It shares nothing with this page (`noopener`): the browser gives it a process of its own, so nothing that
 * keeps this page busy holds it up. False while this tab has no name yet.
 */
export function openScreen(): boolean {
  const app = useApp.getState();
  const setup = displaySetup(app);
  if (setup === undefined) return false;
  open(
    screenAddress({ ...setup, letterKeys: app.settings.letterKeys }),
    '_blank',
    'noopener,popup=yes,width=1280,height=720',
  );
  return true;
}
