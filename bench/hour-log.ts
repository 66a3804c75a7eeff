import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { writeLongSession } from '../e2e/records/long-session';
import type { LogFile } from '../src/records/log/log-file';

/** Writes a finished log of a walk of 16 channels at 1 kHz, two legs forecast. */
export function writeWalk(path: string, id: string, minutes: number): void {
  const file = new DiskFile(path);
  const walk = writeLongSession(file, id, 60 * minutes);
  let next = walk.next();
  while (!next.done) next = walk.next();
  next.value.finish();
  file.close();
}

class DiskFile implements LogFile {
  readonly #fd: number;

  constructor(path: string) {
    this.#fd = openSync(path, 'w+');
  }

  read(into: Uint8Array<ArrayBuffer>, { at }: { at: number }): number {
    return readSync(this.#fd, into, 0, into.length, at);
  }

  write(bytes: Uint8Array<ArrayBuffer>, { at }: { at: number }): number {
    return writeSync(this.#fd, bytes, 0, bytes.length, at);
  }

  truncate(size: number): void {
    ftruncateSync(this.#fd, size);
  }

  getSize(): number {
    return fstatSync(this.#fd).size;
  }

  flush(): void {
    fsyncSync(this.#fd);
  }

  close(): void {
    closeSync(this.#fd);
  }
}
