const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Little-endian reads that never throw: past the end, or at broken UTF-8, `ok` turns false and the values are 0 or ''.
 * The caller looks once, at the end.
 */
export class ByteReader {
  ok = true;
  private at = 0;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.view.byteLength - this.at;
  }

  /** Everything was there, and nothing is left over. */
  get complete(): boolean {
    return this.ok && this.left === 0;
  }

  u8(): number {
    const at = this.take(1);
    return at < 0 ? 0 : this.view.getUint8(at);
  }

  u16(): number {
    const at = this.take(2);
    return at < 0 ? 0 : this.view.getUint16(at, true);
  }

  u32(): number {
    const at = this.take(4);
    return at < 0 ? 0 : this.view.getUint32(at, true);
  }

  f32(): number {
    const at = this.take(4);
    return at < 0 ? 0 : this.view.getFloat32(at, true);
  }

  i16(): number {
    const at = this.take(2);
    return at < 0 ? 0 : this.view.getInt16(at, true);
  }

  text(): string {
    const length = this.u8();
    const at = this.take(length);
    if (at < 0) return '';
    try {
      return utf8.decode(new Uint8Array(this.view.buffer, this.view.byteOffset + at, length));
    } catch {
      this.ok = false;
      return '';
    }
  }

  private take(n: number): number {
    if (!this.ok || this.left < n) {
      this.ok = false;
      return -1;
    }
    const at = this.at;
    this.at += n;
    return at;
  }
}
