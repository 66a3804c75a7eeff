import { BackupError } from './backup-error';

/**
 * The content is a row of entries: length of the head (u32, little-endian), head (JSON), and as many bytes as the head's
 * `size` says (none without).
 */
export interface EntryHead {
  readonly kind: string;
  readonly size?: number;
}

/** No head is longer: a session's notes and markers are far below. */
const LONGEST_HEAD = 2 ** 24;

export function encodeHead(head: EntryHead): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(4 + json.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  return bytes;
}

interface Entry {
  readonly head: Readonly<Record<string, unknown>> & { readonly kind: string };
  readonly size: number;
  /** The bytes in pieces; what is not asked for is passed over. */
  readonly pieces: AsyncGenerator<Uint8Array>;
}

/** Every entry of the content. Rejects with BackupError `damaged` where it is not what was described above. */
export async function* readEntries(content: AsyncIterable<Uint8Array>): AsyncGenerator<Entry> {
  const source = new PieceReader(content);
  while (await source.more()) {
    const length = new DataView((await source.exactly(4)).buffer).getUint32(0, true);
    if (length > LONGEST_HEAD) throw new BackupError('damaged', 'head');
    const head = parse(await source.exactly(length));
    const size = head['size'] ?? 0;
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
      throw new BackupError('damaged', 'size');
    const pieces = source.pieces(size);
    yield { head, size, pieces };
    for await (const _ of pieces);
  }
}

/** All bytes of an entry that is small enough for the memory. */
export async function allOf({
  size,
  pieces,
}: Pick<Entry, 'size' | 'pieces'>): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(size);
  let at = 0;
  for await (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function parse(json: Uint8Array): Entry['head'] {
  try {
    const head: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    if (typeof head === 'object' && head !== null && typeof (head as EntryHead).kind === 'string')
      return head as Entry['head'];
  } catch {
    // Said below.
  }
  throw new BackupError('damaged', 'head');
}

/** Reads a row of chunks as one stream of bytes. */
class PieceReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest = new Uint8Array(0) as Uint8Array;

  constructor(content: AsyncIterable<Uint8Array>) {
    this.#chunks = content[Symbol.asyncIterator]();
  }

  /** False at the end. */
  async more(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done) return false;
      this.#rest = next.value;
    }
    return true;
  }

  async *pieces(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      if (!(await this.more())) throw new BackupError('damaged', 'ends too early');
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  exactly(size: number): Promise<Uint8Array<ArrayBuffer>> {
    return allOf({ size, pieces: this.pieces(size) });
  }
}
