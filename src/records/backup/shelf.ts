import { createLog, deleteLog, listLogs, readLog } from '../log/log-store';

/** Where the logs lie: this browser's private files, or a test's memory. Every call rejects with RecordsError. */
export interface Shelf {
  names(): Promise<string[]>;
  /** Rejects with `not_found`. */
  read(name: string): Promise<Blob>;
  /** A new log, which nobody else can touch until it is released. */
  create(name: string): Promise<NewLog>;
  /** Gone, or never there; false where somebody holds it. */
  remove(name: string): Promise<boolean>;
  /** Bytes that can still be written; null where nobody knows. */
  room(): Promise<number | null>;
}

export interface NewLog {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** All of it is in the file. */
  close(): Promise<void>;
  /** After `close`, or instead of it. */
  release(): Promise<void>;
}

export const PRIVATE_FILES: Shelf = {
  names: listLogs,
  read: readLog,
  create: createLog,
  remove: deleteLog,
  async room() {
    const { usage, quota } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined ? null : quota - usage;
  },
};
