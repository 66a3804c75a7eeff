import type { LogFile } from '../log-file';

const WINDOW = 2 ** 20;

/** Reads a file from front to back in large pieces, and hands out views into the piece that it holds. */
export class FileWindow {
  readonly size: number;
  readonly #file: LogFile;
  #bytes = new Uint8Array(0);
  #from = 0;

  constructor(file: LogFile) {
    this.#file = file;
    this.size = file.getSize();
  }

  /** Valid until the next call; null where the file ends before. */
  view(at: number, length: number): Uint8Array<ArrayBuffer> | null {
    if (at + length > this.size) return null;
    const start = at - this.#from;
    if (start >= 0 && start + length <= this.#bytes.length)
      return this.#bytes.subarray(start, start + length);
    const wanted = Math.max(WINDOW, length);
    const into =
      this.#bytes.buffer.byteLength === wanted ? new Uint8Array(this.#bytes.buffer) : new Uint8Array(wanted);
    const got = this.#file.read(into, { at });
    this.#bytes = into.subarray(0, got);
    this.#from = at;
    return got >= length ? this.#bytes.subarray(0, length) : null;
  }
}
