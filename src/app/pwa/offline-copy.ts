import { create } from 'zustand';
import { useApp } from '../store/store';
import { QuietWatch } from './quiet-watch';
import { isInSession } from './session';
import { appBase, enterWindow, otherWindows } from './windows';

/**
 * The copy of the app that this browser keeps, so that it opens without a network. `not_yet`: waits for a quiet moment;
 * `failed`: was not stored (no network, no room, or a host that alters files), and is tried again at the next visit.
 */
type CopyState = 'unsupported' | 'not_yet' | 'storing' | 'stored' | 'failed';

interface OfflineState {
  copy: CopyState;
  /** A newer version is stored and waits to be taken up. */
  newVersion: boolean;
}

export const useOffline = create<OfflineState>()(() => ({ copy: 'not_yet', newVersion: false }));

const CHECK_EVERY_MS = 3_600_000;
let registration: ServiceWorkerRegistration | undefined;

/** Stores the app at a quiet moment, and looks for newer versions while no session runs. The development server has none. */
export async function keepOfflineCopy(): Promise<void> {
  enterWindow();
  const { serviceWorker } = navigator;
  if (!import.meta.env.PROD || serviceWorker === undefined) {
    useOffline.setState({ copy: 'unsupported' });
    return;
  }
  try {
    const known = await serviceWorker.getRegistration(appBase());
    if (known?.scope === appBase()) follow(known);
    await quietMoment();
    follow(await serviceWorker.register(`${appBase()}sw.js`, { scope: appBase(), updateViaCache: 'none' }));
    lookForNewer();
    setInterval(lookForNewer, CHECK_EVERY_MS);
  } catch {
    if (useOffline.getState().copy !== 'stored') useOffline.setState({ copy: 'failed' });
  }
}

function quietMoment(): Promise<void> {
  const watch = new QuietWatch();
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!watch.second(useApp.getState(), location.hash.startsWith('#/bench'))) return;
      clearInterval(timer);
      resolve();
    }, 1000);
  });
}

function follow(found: ServiceWorkerRegistration): void {
  const known = registration;
  registration = found;
  if (known !== found) found.addEventListener('updatefound', watchInstalling);
  watchInstalling();
}

function watchInstalling(): void {
  registration?.installing?.addEventListener('statechange', () => void tellState());
  void tellState();
}

async function tellState(): Promise<void> {
  if (!registration) return;
  const { installing, waiting, active } = registration;
  // A worker without its files is one that a server has put there to retire it.
  const stored = active !== null && (await caches.keys()).some((name) => name.endsWith(appBase()));
  useOffline.setState({
    copy: stored ? 'stored' : installing || waiting ? 'storing' : 'failed',
    newVersion: stored && waiting !== null,
  });
  // The first one is not waited for: it becomes active by itself.
  if (!active) waiting?.addEventListener('statechange', () => void tellState(), { once: true });
}

function lookForNewer(): void {
  if (!isInSession(useApp.getState())) void registration?.update().catch(() => undefined);
}

/** Reloads with the version that waits, unless somebody is at work here or has another window open, which would lose its files. */
export async function takeUpNewVersion(): Promise<'reloads' | 'in_session' | 'other_windows' | 'gone'> {
  if (isInSession(useApp.getState())) return 'in_session';
  if ((await otherWindows()) > 0) return 'other_windows';
  if (!registration?.waiting) return 'gone';
  navigator.serviceWorker.addEventListener(
    'controllerchange',
    () => {
      if (!isInSession(useApp.getState())) location.reload();
    },
    { once: true },
  );
  registration.waiting.postMessage({ type: 'SKIP_WAITING' });
  return 'reloads';
}
