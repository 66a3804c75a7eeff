import crc32 from 'crc/calculators/crc32';

/** Opcode and length. */
const RECORD_HEAD = 9;
const CHUNK = 6;
const MESSAGE = 5;
/** Channel, sequence, log time, publish time. */
const MESSAGE_HEAD = 22;
/** Times, size, CRC, name of the compression (empty), size of the records. */
const CHUNK_HEAD = 40;

/** Called for each message: its data begin at `from` and end before `to`. */
type TakeMessage = (
  channel: number,
  sequence: number,
  atMs: number,
  view: DataView,
  from: number,
  to: number,
) => void;

/**
 * All messages of a chunk record that begins at `at`, in the order of the file, without an object for each. Throws RangeError for
 * what is no whole, uncompressed chunk with the CRC that it names.
 */
export function readChunk(bytes: Uint8Array<ArrayBuffer>, at: number, take: TakeMessage): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = at + RECORD_HEAD;
  if (bytes[at] !== CHUNK || view.getUint32(head + 28, true) !== 0) throw new RangeError('no plain chunk');
  let next = head + CHUNK_HEAD;
  const end = next + lengthAt(view, head + 32);
  if (end !== head + lengthAt(view, at + 1)) throw new RangeError('a chunk of another length');
  if (crc32(bytes.subarray(next, end)) >>> 0 !== view.getUint32(head + 24, true))
    throw new RangeError('a chunk with another CRC');
  while (next < end) {
    const body = next + RECORD_HEAD;
    const after = body + lengthAt(view, next + 1);
    if (after > end) throw new RangeError('a record beyond its chunk');
    if (bytes[next] === MESSAGE) {
      const ms = view.getUint32(body + 6, true) / 1e6 + (view.getUint32(body + 10, true) * 2 ** 32) / 1e6;
      take(view.getUint16(body, true), view.getUint32(body + 2, true), ms, view, body + MESSAGE_HEAD, after);
    }
    next = after;
  }
}

const lengthAt = (view: DataView, at: number): number =>
  view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
