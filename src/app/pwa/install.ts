import { create } from 'zustand';

/** Of Chromium only; other browsers install from their own menus. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}

interface InstallState {
  /** What the browser offers to be shown; null where it offers nothing (any more). */
  offer: InstallPromptEvent | null;
  installed: boolean;
}

export const useInstall = create<InstallState>()(() => ({ offer: null, installed: false }));

/** Listens for the browser's offer, which comes once and early. */
export function awaitInstallOffer(): void {
  useInstall.setState({ installed: matchMedia('(display-mode: standalone)').matches });
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    useInstall.setState({ offer: event as InstallPromptEvent });
  });
  addEventListener('appinstalled', () => useInstall.setState({ offer: null, installed: true }));
}
