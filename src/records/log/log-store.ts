import { RecordsError, toRecordsError } from '../records-error';
import type { LogFile } from './log-file';

const FOLDER = 'sessions';
const LOCK = 'stridecast.log.';

/** A log that nobody else has open, until it is closed or its worker dies. */
export interface HeldLog {
  readonly file: LogFile;
  release(): void;
}

/** Worker only, so it is not among the window's types. */
interface SyncFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<LogFile>;
}

/** The name of a session's log. */
export const logName = (sessionId: string): string => `${sessionId}.mcap`;

/** Names of all logs in this browser's private files. */
export async function listLogs(): Promise<string[]> {
  const names: string[] = [];
  for await (const name of (await folder()).keys()) names.push(name);
  return names;
}

/** The log as a file, to be read or saved; also from the window. Rejects with `not_found`. */
export async function readLog(name: string): Promise<File> {
  try {
    return await (await (await folder()).getFileHandle(name)).getFile();
  } catch (error) {
    throw storageError(error);
  }
}

/** Worker only. Null where somebody else has it. Rejects with `not_found`, `full` or `unavailable`. */
export async function holdLog(name: string, { create }: { create: boolean }): Promise<HeldLog | null> {
  const release = await lock(name);
  if (release === null) return null;
  try {
    const handle = (await (await folder()).getFileHandle(name, { create })) as SyncFileHandle;
    const file = await handle.createSyncAccessHandle();
    return {
      file,
      release() {
        file.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw storageError(error);
  }
}

/** A log that comes from elsewhere, in the making: nobody else can touch it until it is released. */
interface CreatedLog {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** All of it is in the file. */
  close(): Promise<void>;
  /** After `close`, or instead of it. */
  release(): Promise<void>;
}

/** Also from the window. Rejects with `full`, `unavailable`, or `internal` where there is one of this name. */
export async function createLog(name: string): Promise<CreatedLog> {
  const release = await lock(name);
  if (release === null) throw new RecordsError('internal', `${name} is taken`);
  try {
    const handle = await (await folder()).getFileHandle(name, { create: true });
    if ((await handle.getFile()).size > 0) throw new RecordsError('internal', `${name} is there`);
    const stream = await handle.createWritable();
    const coded = (error: unknown): never => {
      throw storageError(error);
    };
    let open = true;
    return {
      write: (bytes) => stream.write(bytes).catch(coded),
      async close() {
        open = false;
        await stream.close().catch(coded);
      },
      async release() {
        if (open) await stream.abort().catch(() => undefined);
        release();
      },
    };
  } catch (error) {
    release();
    throw storageError(error);
  }
}

/** False where somebody has it open; true where it is gone, or never was. */
export async function deleteLog(name: string): Promise<boolean> {
  const release = await lock(name);
  if (release === null) return false;
  try {
    await (await folder()).removeEntry(name);
    return true;
  } catch (error) {
    if (storageError(error).code === 'not_found') return true;
    throw storageError(error);
  } finally {
    release();
  }
}

async function folder(): Promise<FileSystemDirectoryHandle> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(FOLDER, { create: true });
  } catch (error) {
    throw storageError(error);
  }
}

/** A lock of this name for as long as the worker lives, or until it is released. Null where it is taken. */
function lock(name: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(LOCK + name, { ifAvailable: true }, (held) => {
        if (held === null) return resolve(null);
        return new Promise<void>((release) => resolve(() => release()));
      })
      .catch(reject);
  });
}

function storageError(error: unknown): RecordsError {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotFoundError') return new RecordsError('not_found');
  if (error instanceof TypeError) return new RecordsError('unavailable', error.message);
  return toRecordsError(error);
}
