/** Used and granted, bytes; `level` warns before it is full. A browser may tell a round figure instead of what it will grant. */
export interface StorageState {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  /** `low`: less than an hour of recording fits; `critical`: less than ten minutes. */
  readonly level: 'ok' | 'low' | 'critical';
  /** Of recording that still fit. */
  readonly hoursLeft: number;
  /** The browser may not clear it by itself when the disk gets full. */
  readonly persisted: boolean;
}

/** Two legs forecast from 16 channels at 1 kHz (docs/records.md). */
const BYTES_PER_HOUR = 300e6;
const LOW_HOURS = 1;
const CRITICAL_HOURS = 1 / 6;

/** null where the browser does not tell. */
export async function storageState(): Promise<StorageState | null> {
  try {
    const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([
      navigator.storage.estimate(),
      navigator.storage.persisted(),
    ]);
    return { usedBytes: usage, quotaBytes: quota, persisted, ...roomLeft(quota - usage) };
  } catch {
    return null;
  }
}

/** What `freeBytes` are good for. */
export function roomLeft(freeBytes: number): Pick<StorageState, 'level' | 'hoursLeft'> {
  const hoursLeft = Math.max(0, freeBytes) / BYTES_PER_HOUR;
  return { hoursLeft, level: hoursLeft < CRITICAL_HOURS ? 'critical' : hoursLeft < LOW_HOURS ? 'low' : 'ok' };
}

/** Asks the browser not to clear what is kept here. To be called from the window, where somebody has something to lose. */
export async function askForPersistence(): Promise<'granted' | 'denied' | 'unavailable'> {
  try {
    return (await navigator.storage.persist()) ? 'granted' : 'denied';
  } catch {
    return 'unavailable';
  }
}
