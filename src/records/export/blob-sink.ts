/** So many characters are gathered before they leave the script's memory: a browser keeps large blobs on the disk. */
const PIECE = 2 ** 20;

/** A file that is written from front to back and may be larger than memory. */
export class BlobSink {
  readonly #parts: Blob[] = [];
  #text: string[] = [];
  #length = 0;

  write(text: string): void {
    this.#text.push(text);
    this.#length += text.length;
    if (this.#length >= PIECE) this.#spill();
  }

  /** UTF-8. */
  blob(): Blob {
    this.#spill();
    return new Blob(this.#parts);
  }

  #spill(): void {
    if (this.#length === 0) return;
    this.#parts.push(new Blob([this.#text.join('')]));
    this.#text = [];
    this.#length = 0;
  }
}
