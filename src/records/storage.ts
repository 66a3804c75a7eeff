/** Used and granted, bytes; `level` warns before it is full. A browser may tell a round figure instead of what it will grant. */
export interface StorageState {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly level: 'ok' | 'low' | 'full';
  /** The browser may not clear it by itself when the disk gets full. */
  readonly persisted: boolean;
}

/** Below this there is room for about an hour of recording. */
const LOW_BYTES = 600 * 2 ** 20;
const FULL_BYTES = 20 * 2 ** 20;

/** null where the browser does not tell. */
export async function storageState(): Promise<StorageState | null> {
  try {
    const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([
      navigator.storage.estimate(),
      navigator.storage.persisted(),
    ]);
    const free = quota - usage;
    const level = free < FULL_BYTES ? 'full' : free < LOW_BYTES ? 'low' : 'ok';
    return { usedBytes: usage, quotaBytes: quota, level, persisted };
  } catch {
    return null;
  }
}

/** Asks the browser not to clear what is kept here. To be called from the window, where somebody has something to lose. */
export async function askForPersistence(): Promise<'granted' | 'denied' | 'unavailable'> {
  try {
    return (await navigator.storage.persist()) ? 'granted' : 'denied';
  } catch {
    return 'unavailable';
  }
}
