const MAX_LINE_BYTES = 4096;
const LF = 10;
const CR = 13;

/** Bytes, chunked anyhow, to lines ended by CR, LF or both. Empty lines are left out; an endless one is given as null. */
export class LineSplitter {
  private readonly buffer = new Uint8Array(MAX_LINE_BYTES);
  private readonly utf8 = new TextDecoder();
  private filled = 0;
  private overlong = false;

  push(chunk: Uint8Array, line: (text: string | null) => void): void {
    for (const byte of chunk) {
      if (byte === LF || byte === CR) this.finish(line);
      else if (this.filled < MAX_LINE_BYTES) this.buffer[this.filled++] = byte;
      else this.overlong = true;
    }
  }

  reset(): void {
    this.filled = 0;
    this.overlong = false;
  }

  private finish(line: (text: string | null) => void): void {
    const { filled, overlong } = this;
    this.reset();
    if (overlong) return line(null);
    const text = this.utf8.decode(this.buffer.subarray(0, filled)).trim();
    if (text !== '') line(text);
  }
}
