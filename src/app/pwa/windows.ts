/** The address of the app's folder, whatever page of it this is. */
export const appBase = (): string => new URL('.', document.baseURI.replace(/[?#].*$/, '')).href;

/** Windows of this app in this browser hold a lock of this name as long as they live; other paths of the origin have their own. */
const lockName = (): string => `stridecast-window ${appBase()}`;

/** To be called once by every window. */
export function enterWindow(): void {
  void navigator.locks?.request(lockName(), { mode: 'shared' }, () => new Promise(() => undefined));
}

export async function otherWindows(): Promise<number> {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name === lockName()).length - 1;
}
