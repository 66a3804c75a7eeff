/** A second reading of the wire, by the text of docs/protocol.md alone: nothing here is shared with what is tested. */
const MAX_FRAME_BYTES = 2048;
const SAMPLES = 0x02;
const ACK = 0x06;
const START = 0x42;
const ACCEPTED = 1;

export interface SampleFrame {
  readonly stream: number;
  readonly first: number;
  readonly count: number;
  /** As many as came, interleaved. */
  readonly raw: Int16Array;
}

/** The bytes between two delimiters as a frame without its CRC; null where they are none. */
export function readFrame(stuffed: Uint8Array): Uint8Array | null {
  const frame: number[] = [];
  for (let at = 0; at < stuffed.length; ) {
    const code = stuffed[at];
    if (code === 0 || at + code > stuffed.length) return null;
    for (let i = at + 1; i < at + code; i++) frame.push(stuffed[i]);
    at += code;
    if (code < 255 && at < stuffed.length) frame.push(0);
  }
  if (frame.length < 5 || frame.length > MAX_FRAME_BYTES) return null;
  let crc = 0xffff;
  for (let i = 0; i < frame.length - 2; i++) {
    crc ^= frame[i] << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  const told = frame[frame.length - 2] + 256 * frame[frame.length - 1];
  return crc === told ? Uint8Array.from(frame.slice(0, -2)) : null;
}

export const isDescribe = (frame: Uint8Array): boolean => frame[0] === 0x01;

/** ACK of START with result "accepted": counters begin at 0. */
export const isStartAccepted = (frame: Uint8Array): boolean =>
  frame[0] === ACK && frame[3] === START && frame[4] === ACCEPTED;

export function readSamples(frame: Uint8Array): SampleFrame | null {
  if (frame[0] !== SAMPLES) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const raw = new Int16Array((frame.length - 13) / 2);
  for (let i = 0; i < raw.length; i++) raw[i] = view.getInt16(13 + 2 * i, true);
  return { stream: frame[3], first: view.getUint32(8, true), count: frame[12], raw };
}
