/** Windows of this app in this browser hold a lock of this name as long as they live; other paths of the origin have their own. */
const lockName = (base: string): string => `stridecast-window ${base}`;

/** To be called once by every window. */
export function enterWindow(base: string): void {
  void navigator.locks?.request(lockName(base), { mode: 'shared' }, () => new Promise(() => undefined));
}

export async function otherWindows(base: string): Promise<number> {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name === lockName(base)).length - 1;
}
