import {
  type DisplayHello,
  type DisplayMessage,
  displayChannel,
} from '../../../engine/feedback/display-protocol';
import type { ScreenView } from './screen-view';

const HELLO_MS = 1000;

/** Listens to the engine of one tab, and lets it know once a second that somebody looks. Returns what ends it. */
export function linkScreen(view: ScreenView, channelId: string, from: DisplayHello['from']): () => void {
  const channel = new BroadcastChannel(displayChannel(channelId));
  channel.onmessage = ({ data }: MessageEvent<DisplayMessage>) => {
    if (data.type === 'scene') view.takeScene(data);
    else if (data.type === 'frame') view.takeFrame(data);
  };
  const hello = (): void => {
    if (!document.hidden) channel.postMessage({ type: 'hello', from } satisfies DisplayHello);
  };
  hello();
  const timer = setInterval(hello, HELLO_MS);
  document.addEventListener('visibilitychange', hello);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', hello);
    channel.close();
  };
}
