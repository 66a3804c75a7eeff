const utf8 = new TextEncoder();

/** Little-endian bytes into a growing buffer. */
export class ByteWriter {
  private buffer = new Uint8Array(128);
  private view = new DataView(this.buffer.buffer);
  private at = 0;

  u8(value: number): this {
    this.room(1);
    this.view.setUint8(this.at, value);
    this.at += 1;
    return this;
  }

  u16(value: number): this {
    this.room(2);
    this.view.setUint16(this.at, value, true);
    this.at += 2;
    return this;
  }

  /** Takes any integer and keeps its low 32 bits, as a device's clock does. */
  u32(value: number): this {
    this.room(4);
    this.view.setUint32(this.at, value % 2 ** 32, true);
    this.at += 4;
    return this;
  }

  f32(value: number): this {
    this.room(4);
    this.view.setFloat32(this.at, value, true);
    this.at += 4;
    return this;
  }

  /** UTF-8 with a length byte. Throws RangeError above 255 bytes. */
  text(value: string): this {
    const bytes = utf8.encode(value);
    if (bytes.length > 255) throw new RangeError(`text of ${bytes.length} bytes; at most 255`);
    this.u8(bytes.length);
    this.room(bytes.length);
    this.buffer.set(bytes, this.at);
    this.at += bytes.length;
    return this;
  }

  i16s(values: ArrayLike<number>): this {
    this.room(values.length * 2);
    for (let i = 0; i < values.length; i++) this.view.setInt16(this.at + i * 2, values[i], true);
    this.at += values.length * 2;
    return this;
  }

  /** The bytes so far; valid until the next write. */
  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.at);
  }

  private room(more: number): void {
    if (this.at + more <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.at + more));
    grown.set(this.buffer);
    this.buffer = grown;
    this.view = new DataView(grown.buffer);
  }
}
