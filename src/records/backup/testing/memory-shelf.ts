import { RecordsError } from '../../records-error';
import type { NewLog, Shelf } from '../shelf';

/** Logs in memory, on a disk that may be full. */
export class MemoryShelf implements Shelf {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly held = new Set<string>();
  /** Bytes that can be written before it is full. */
  left = Number.POSITIVE_INFINITY;
  /** What it says it has room for. */
  told: number | null = null;

  names(): Promise<string[]> {
    return Promise.resolve([...this.files.keys()]);
  }

  read(name: string): Promise<Blob> {
    const bytes = this.files.get(name);
    return bytes ? Promise.resolve(new Blob([bytes])) : Promise.reject(new RecordsError('not_found'));
  }

  create(name: string): Promise<NewLog> {
    if (this.files.has(name) || this.held.has(name))
      return Promise.reject(new RecordsError('internal', 'taken'));
    this.held.add(name);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    return Promise.resolve({
      write: async (bytes: Uint8Array<ArrayBuffer>) => {
        this.left -= bytes.length;
        if (this.left < 0) throw new RecordsError('full');
        parts.push(bytes);
        await Promise.resolve();
      },
      close: async () => {
        this.files.set(name, new Uint8Array(await new Blob(parts).arrayBuffer()));
      },
      release: () => {
        this.held.delete(name);
        return Promise.resolve();
      },
    });
  }

  remove(name: string): Promise<boolean> {
    if (this.held.has(name)) return Promise.resolve(false);
    this.files.delete(name);
    return Promise.resolve(true);
  }

  room(): Promise<number | null> {
    return Promise.resolve(this.told);
  }
}
