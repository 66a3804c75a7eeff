import crc16 from 'crc/calculators/crc16ccitt';
import { cobsDecodeInPlace, cobsEncode, maxCobsLength } from './cobs';
import { MAX_FRAME_BYTES } from './codes';

/** Type and sequence before the body, CRC behind it. */
const HEAD = 3;
const TAIL = 2;
const MAX_WIRE_BYTES = maxCobsLength(MAX_FRAME_BYTES);

/** One frame as wire bytes, delimiter included. Throws RangeError where it would be longer than a reader takes. */
export function encodeFrame(type: number, seq: number, body: Uint8Array): Uint8Array {
  const length = HEAD + body.length + TAIL;
  if (length > MAX_FRAME_BYTES) throw new RangeError(`frame of ${length} bytes; at most ${MAX_FRAME_BYTES}`);
  const frame = new Uint8Array(length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, type);
  view.setUint16(1, seq & 0xffff, true);
  frame.set(body, HEAD);
  view.setUint16(length - TAIL, crc16(frame.subarray(0, length - TAIL)), true);
  const wire = new Uint8Array(maxCobsLength(length) + 1);
  const end = cobsEncode(frame, length, wire, 0);
  return wire.slice(0, end + 1);
}

export interface FrameSink {
  /** `body` is valid during the call only. */
  frame(type: number, seq: number, body: Uint8Array): void;
  /** A run of bytes between two delimiters that is no frame: stuffing, length or CRC is wrong. */
  bad(): void;
}

/** Cuts a byte stream, chunked anyhow, into frames. Holds at most one frame of bytes. */
export class FrameReader {
  private readonly buffer = new Uint8Array(MAX_WIRE_BYTES);
  private filled = 0;
  private overlong = false;

  push(chunk: Uint8Array, sink: FrameSink): void {
    let from = 0;
    while (from < chunk.length) {
      const zero = chunk.indexOf(0, from);
      const end = zero < 0 ? chunk.length : zero;
      this.append(chunk, from, end);
      if (zero < 0) return;
      this.finish(sink);
      from = zero + 1;
    }
  }

  /** Bytes have come since the last delimiter. */
  get unfinished(): boolean {
    return this.filled > 0 || this.overlong;
  }

  reset(): void {
    this.filled = 0;
    this.overlong = false;
  }

  private append(chunk: Uint8Array, from: number, to: number): void {
    if (this.filled + to - from > this.buffer.length) {
      this.overlong = true;
      return;
    }
    this.buffer.set(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to), this.filled);
    this.filled += to - from;
  }

  private finish(sink: FrameSink): void {
    const { filled, overlong } = this;
    this.reset();
    if (overlong) return sink.bad();
    // Two delimiters in a row are allowed anywhere: a sender may flush a line of noise with one.
    if (filled === 0) return;
    const length = cobsDecodeInPlace(this.buffer, filled);
    if (length < HEAD + TAIL || length > MAX_FRAME_BYTES) return sink.bad();
    const b = this.buffer;
    const crc = b[length - 2] | (b[length - 1] << 8);
    if (crc16(b.subarray(0, length - TAIL)) !== crc) return sink.bad();
    sink.frame(b[0], b[1] | (b[2] << 8), b.subarray(HEAD, length - TAIL));
  }
}
