import type { LogFile } from '../log-file';

/** A file in memory, with a disk that may be full. */
export class MemoryFile implements LogFile {
  #bytes: Uint8Array<ArrayBuffer>;
  #size: number;
  readonly #room: number;
  flushed = 0;

  constructor(bytes: Uint8Array = new Uint8Array(0), room = Number.POSITIVE_INFINITY) {
    this.#bytes = bytes.slice();
    this.#size = bytes.length;
    this.#room = room;
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#size);
  }

  read(into: Uint8Array<ArrayBuffer>, { at }: { at: number }): number {
    const part = this.#bytes.subarray(at, Math.min(this.#size, at + into.length));
    into.set(part);
    return part.length;
  }

  write(bytes: Uint8Array<ArrayBuffer>, { at }: { at: number }): number {
    const end = Math.min(this.#room, at + bytes.length);
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(2 * end);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(bytes.subarray(0, end - at), at);
    this.#size = Math.max(this.#size, end);
    return end - at;
  }

  getSize(): number {
    return this.#size;
  }

  truncate(size: number): void {
    this.#size = size;
  }

  flush(): void {
    this.flushed = this.#size;
  }

  close(): void {
    // Nothing is held.
  }
}
