import { BackupError } from './backup-error';

/**
 * The first 72 bytes of a `.stridebackup`, the only ones that are not encrypted (numbers little-endian):
 *
 *      0  "stridebackup"
 *     12  u16 version           14  u16 zero
 *     16  u32 PBKDF2 iterations 20  u32 bytes of a chunk before it is sealed
 *     24  u64 bytes of all the content
 *     32  salt, 16 bytes        48  key check, 16 bytes
 *     64  first 8 bytes of the SHA-256 of bytes 0-63
 *
 * Its length tells what the whole file measures, so a cut is told apart from a change. The checksum finds accidents; that
 * nobody altered the header on purpose is seen when the first chunk is opened, which is sealed together with it.
 */
export interface Header {
  readonly iterations: number;
  readonly chunkBytes: number;
  readonly contentBytes: number;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly check: Uint8Array<ArrayBuffer>;
}

export const HEADER_BYTES = 72;
export const TAG_BYTES = 16;
/** Below, a guess is too cheap; above, a forged header would keep the computer busy for minutes. */
export const ITERATIONS = { fewest: 600_000, most: 10_000_000 };
const CHUNK_BYTES = { fewest: 1024, most: 2 ** 24 };

const MAGIC = 'stridebackup';
const VERSION = 1;
const CHECKED_BYTES = 64;

export async function encodeHeader(header: Header): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  view.setUint16(12, VERSION, true);
  view.setUint32(16, header.iterations, true);
  view.setUint32(20, header.chunkBytes, true);
  view.setBigUint64(24, BigInt(header.contentBytes), true);
  bytes.set(header.salt, 32);
  bytes.set(header.check, 48);
  bytes.set(await checksum(bytes), CHECKED_BYTES);
  return bytes;
}

/** `start` holds the file's first bytes, `fileBytes` is its size. Rejects with BackupError. */
export async function decodeHeader(start: Uint8Array<ArrayBuffer>, fileBytes: number): Promise<Header> {
  const magic = new TextDecoder('latin1').decode(start.subarray(0, MAGIC.length));
  if (magic === '' || !MAGIC.startsWith(magic)) throw new BackupError('not_a_backup');
  if (start.length < MAGIC.length + 2) throw new BackupError('cut_short');
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  if (view.getUint16(12, true) > VERSION) throw new BackupError('newer_version');
  if (start.length < HEADER_BYTES) throw new BackupError('cut_short');
  const expected = await checksum(start);
  if (expected.some((byte, i) => byte !== start[CHECKED_BYTES + i]))
    throw new BackupError('damaged', 'header');
  const header: Header = {
    iterations: view.getUint32(16, true),
    chunkBytes: view.getUint32(20, true),
    contentBytes: Number(view.getBigUint64(24, true)),
    salt: start.slice(32, 48),
    check: start.slice(48, CHECKED_BYTES),
  };
  if (
    view.getUint16(12, true) === 0 ||
    !within(header.iterations, ITERATIONS) ||
    !within(header.chunkBytes, CHUNK_BYTES) ||
    !Number.isSafeInteger(header.contentBytes)
  )
    throw new BackupError('damaged', 'header');
  const whole = fileBytesOf(header);
  if (fileBytes < whole) throw new BackupError('cut_short');
  if (fileBytes > whole) throw new BackupError('damaged', 'longer than it should be');
  return header;
}

/** Never none: the end of an empty content is sealed as well. */
export const chunksOf = ({ contentBytes, chunkBytes }: Pick<Header, 'contentBytes' | 'chunkBytes'>): number =>
  Math.max(1, Math.ceil(contentBytes / chunkBytes));

/** Size of the whole file. */
export const fileBytesOf = (header: Pick<Header, 'contentBytes' | 'chunkBytes'>): number =>
  HEADER_BYTES + header.contentBytes + chunksOf(header) * TAG_BYTES;

const within = (value: number, { fewest, most }: { fewest: number; most: number }): boolean =>
  value >= fewest && value <= most;

async function checksum(header: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const digest = await crypto.subtle.digest('SHA-256', header.slice(0, CHECKED_BYTES));
  return new Uint8Array(digest, 0, HEADER_BYTES - CHECKED_BYTES);
}
