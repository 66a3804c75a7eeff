import crc32 from 'crc/calculators/crc32';

export interface ZipEntry {
  /** With slashes, below the archive's root. */
  readonly path: string;
  readonly content: Blob;
}

/** Signatures and sizes of https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7, 4.3.12, 4.3.16. */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const DEFLATED = 8;
/** Names are UTF-8. */
const UTF8_FLAG = 0x0800;
/** 1 January 1980, the first day that a zip knows: the same files give the same archive. */
const NO_DATE = 0x21;

interface Packed {
  readonly name: Uint8Array<ArrayBuffer>;
  readonly crc: number;
  readonly packed: Blob;
  readonly size: number;
  readonly at: number;
}

/** A zip archive, made entry by entry with the browser's own compression; contents pass through in pieces. Below 4 GB in all. */
export async function zipOf(entries: readonly ZipEntry[]): Promise<Blob> {
  const parts: Blob[] = [];
  const done: Packed[] = [];
  let at = 0;
  for (const { path, content } of entries) {
    const name = new TextEncoder().encode(path);
    const [crc, packed] = await Promise.all([crcOf(content), deflated(content)]);
    const entry = { name, crc, packed, size: content.size, at };
    const header = new Blob([localHeader(entry), name]);
    parts.push(header, packed);
    at += header.size + packed.size;
    done.push(entry);
  }
  const directory = new Blob(done.flatMap((entry) => [centralHeader(entry), entry.name]));
  return new Blob([...parts, directory, endOf(done.length, directory.size, at)]);
}

async function crcOf(content: Blob): Promise<number> {
  let crc: number | undefined;
  for await (const piece of piecesOf(content.stream())) crc = crc32(piece, crc);
  return (crc ?? 0) >>> 0;
}

async function deflated(content: Blob): Promise<Blob> {
  const parts: Blob[] = [];
  for await (const piece of piecesOf(content.stream().pipeThrough(new CompressionStream('deflate-raw'))))
    parts.push(new Blob([piece]));
  return new Blob(parts);
}

/** Not every browser lets a stream be iterated. */
async function* piecesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read())
    if (value !== undefined) yield value;
}

/** What local and central header share: from the version needed to the length of the name. */
function describe(view: DataView, at: number, { name, crc, packed, size }: Packed): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, UTF8_FLAG, true);
  view.setUint16(at + 4, DEFLATED, true);
  view.setUint16(at + 8, NO_DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, packed.size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, name.length, true);
}

function localHeader(entry: Packed): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(30));
  view.setUint32(0, LOCAL, true);
  describe(view, 4, entry);
  return view.buffer;
}

function centralHeader(entry: Packed): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(46));
  view.setUint32(0, CENTRAL, true);
  view.setUint16(4, VERSION, true);
  describe(view, 6, entry);
  view.setUint32(42, entry.at, true);
  return view.buffer;
}

function endOf(entries: number, size: number, at: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(22));
  view.setUint32(0, END, true);
  view.setUint16(8, entries, true);
  view.setUint16(10, entries, true);
  view.setUint32(12, size, true);
  view.setUint32(16, at, true);
  return view.buffer;
}
