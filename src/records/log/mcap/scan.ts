import { type Channel, McapStreamReader, type Schema, Opcode } from '@mcap/core';
import crc32 from 'crc/calculators/crc32';
import type { LogFile } from '../log-file';
import { FileWindow } from './window';

const MAGIC = Uint8Array.of(137, 77, 67, 65, 80, 48, 13, 10);
/** Opcode and length. */
const RECORD_HEAD = 9;
/** Channel, sequence, log time, publish time. */
const MESSAGE_HEAD = 22;

interface ScannedChunk {
  readonly at: number;
  readonly length: number;
  readonly startTime: bigint;
  readonly endTime: bigint;
  readonly size: number;
  /** Where its index of a channel's messages is. */
  readonly indexes: Map<number, number>;
  indexLength: number;
  /** Where the messages of each channel begin, and their log times. */
  readonly messages: Map<number, { offset: number; time: bigint }[]>;
}

/** Called in the order of the file. */
interface ScanListener {
  /** A whole chunk with its message indexes. */
  chunk?(chunk: ScannedChunk): void;
  metadata?(name: string, values: ReadonlyMap<string, string>, at: number, length: number): void;
  attachment?(attachment: {
    name: string;
    mediaType: string;
    time: bigint;
    size: number;
    at: number;
    length: number;
  }): void;
}

export interface Scan {
  /** Nothing of it can be used: not even the head is whole. */
  readonly empty: boolean;
  /** The file has its summary and its end. */
  readonly finished: boolean;
  /** Where the data ends: the end of the last whole record. */
  readonly dataEnd: number;
  /** Bytes behind it that make no whole record or message. */
  readonly lostBytes: number;
  /** A chunk is cut, or has lost its indexes: whole messages from here on, its own or from inside the cut chunk. */
  readonly salvage: { readonly messages: Uint8Array<ArrayBuffer> } | null;
  readonly schemas: Map<number, Schema>;
  readonly channels: Map<number, Channel>;
  readonly counts: Map<number, number>;
  readonly chunks: number;
  readonly startTime: bigint;
  readonly endTime: bigint;
}

/**
 * Reads a log from the front, whole record by whole record, and never throws for what it finds: it stops where the file
 * stops making sense. `verify`: the CRC of every chunk, for a file that was cut off.
 */
export function scanLog(file: LogFile, verify: boolean, listener: ScanListener = {}): Scan {
  return new Scanner(file, verify, listener).run();
}

class Scanner {
  readonly #window: FileWindow;
  readonly #verify: boolean;
  readonly #listener: ScanListener;
  readonly #schemas = new Map<number, Schema>();
  readonly #channels = new Map<number, Channel>();
  readonly #counts = new Map<number, number>();
  #chunk: ScannedChunk | null = null;
  #chunks = 0;
  #start: bigint | null = null;
  #end = 0n;

  constructor(file: LogFile, verify: boolean, listener: ScanListener) {
    this.#window = new FileWindow(file);
    this.#verify = verify;
    this.#listener = listener;
  }

  run(): Scan {
    const magic = this.#window.view(0, MAGIC.length);
    if (magic === null || !magic.every((b, i) => b === MAGIC[i])) return this.#result(0, { empty: true });
    let at = MAGIC.length;
    for (;;) {
      const record = this.#recordAt(at);
      const isHead = at === MAGIC.length;
      if (isHead && record?.opcode !== Opcode.HEADER) return this.#result(0, { empty: true });
      if (record === null) return this.#cut(at);
      const { opcode, length } = record;
      if (opcode === Opcode.DATA_END) {
        this.#closeChunk();
        return this.#result(at, { finished: this.#hasEnd() });
      }
      if (!this.#take(opcode, at, length)) return isHead ? this.#result(0, { empty: true }) : this.#cut(at);
      at += RECORD_HEAD + length;
    }
  }

  /** False where the record does not make sense. */
  #take(opcode: Opcode, at: number, length: number): boolean {
    const end = at + RECORD_HEAD + length;
    const body = this.#window.view(at + RECORD_HEAD, length)!;
    switch (opcode) {
      case Opcode.CHUNK:
        this.#closeChunk();
        return this.#takeChunk(body, at, end - at);
      case Opcode.MESSAGE_INDEX: {
        if (this.#chunk === null || length < 6) return false;
        const channel = viewOf(body).getUint16(0, true);
        if (!isIndexOf(this.#chunk.messages.get(channel) ?? [], viewOf(body))) return false;
        this.#chunk.indexes.set(channel, at);
        this.#chunk.indexLength += end - at;
        return true;
      }
      case Opcode.METADATA:
      case Opcode.ATTACHMENT:
        this.#closeChunk();
        return this.#takeOther(this.#window.view(at, end - at)!, at);
      case Opcode.HEADER:
        return at === MAGIC.length && this.#takeOther(this.#window.view(at, end - at)!, at);
      default:
        return false;
    }
  }

  #takeChunk(body: Uint8Array<ArrayBuffer>, at: number, length: number): boolean {
    const head = chunkHead(body);
    if (head === null || head.from + head.size !== body.length) return false;
    const records = body.subarray(head.from);
    if (this.#verify && crc32(records) >>> 0 !== head.crc) return false;
    const messages: ScannedChunk['messages'] = new Map();
    const whole = this.#readMessages(records, (channel, offset, time) => {
      const known = messages.get(channel);
      if (known) known.push({ offset, time });
      else messages.set(channel, [{ offset, time }]);
    });
    const times = [...messages.values()].flatMap((m) => m.map(({ time }) => time)).sort(byTime);
    // The head is not under the CRC; its times must be those of the messages.
    if (whole !== records.length || times[0] !== head.startTime || times.at(-1) !== head.endTime)
      return false;
    const { startTime, endTime, size } = head;
    this.#chunk = { at, length, startTime, endTime, size, indexes: new Map(), indexLength: 0, messages };
    return true;
  }

  /** Bytes of whole records in a chunk's content, with the schemas and channels in it. */
  #readMessages(
    records: Uint8Array<ArrayBuffer>,
    onMessage: (channel: number, offset: number, time: bigint) => void,
  ): number {
    const view = viewOf(records);
    let at = 0;
    while (at + RECORD_HEAD <= records.length) {
      const length = lengthAt(view, at + 1);
      const end = at + RECORD_HEAD + length;
      if (end > records.length) break;
      const opcode: Opcode = records[at];
      if (opcode === Opcode.MESSAGE && length >= MESSAGE_HEAD) {
        const channel = view.getUint16(at + RECORD_HEAD, true);
        if (!this.#channels.has(channel)) break;
        onMessage(channel, at, view.getBigUint64(at + RECORD_HEAD + 6, true));
      } else if (opcode !== Opcode.SCHEMA && opcode !== Opcode.CHANNEL) break;
      else if (!this.#takeOther(records.slice(at, end), -1)) break;
      at = end;
    }
    return at;
  }

  /** Small records are read by the library. */
  #takeOther(bytes: Uint8Array, at: number): boolean {
    const reader = new McapStreamReader({ noMagicPrefix: true, validateCrcs: true });
    try {
      reader.append(bytes);
      const record = reader.nextRecord();
      switch (record?.type) {
        case 'Header':
          return true;
        case 'Schema':
          this.#schemas.set(record.id, { ...record, data: record.data.slice() });
          return true;
        case 'Channel':
          this.#channels.set(record.id, record);
          return true;
        case 'Metadata':
          this.#listener.metadata?.(record.name, record.metadata, at, bytes.length);
          return true;
        case 'Attachment':
          this.#listener.attachment?.({
            name: record.name,
            mediaType: record.mediaType,
            time: record.logTime,
            size: record.data.length,
            at,
            length: bytes.length,
          });
          return true;
        default:
          return false;
      }
    } catch {
      return false;
    }
  }

  #closeChunk(): void {
    const chunk = this.#chunk;
    if (chunk === null) return;
    this.#chunk = null;
    this.#chunks++;
    for (const [channel, messages] of chunk.messages)
      this.#counts.set(channel, (this.#counts.get(channel) ?? 0) + messages.length);
    if (this.#start === null || chunk.startTime < this.#start) this.#start = chunk.startTime;
    if (chunk.endTime > this.#end) this.#end = chunk.endTime;
    this.#listener.chunk?.(chunk);
  }

  /** The file stops, or stops making sense, at `at`. */
  #cut(at: number): Scan {
    const chunk = this.#chunk;
    if (chunk !== null && chunk.indexes.size < chunk.messages.size) {
      // Its indexes are not all there: it is written again, whole.
      const body = this.#window.view(chunk.at + RECORD_HEAD, chunk.length - RECORD_HEAD)!;
      const messages = body.slice(body.length - chunk.size);
      return this.#result(chunk.at, { salvage: { messages }, lostBytes: this.#window.size - at });
    }
    this.#closeChunk();
    const salvage = this.#insideCutChunk(at);
    return this.#result(at, { salvage, lostBytes: this.#window.size - at - (salvage?.messages.length ?? 0) });
  }

  /** Whole messages at the start of a chunk that the end of the file cuts. (One that is there in full length but wrong is not trusted.) */
  #insideCutChunk(at: number): Scan['salvage'] {
    const { size } = this.#window;
    const head = this.#window.view(at, Math.min(RECORD_HEAD, size - at));
    if (head === null || head.length < RECORD_HEAD || !isA(Opcode.CHUNK, head[0])) return null;
    if (lengthAt(viewOf(head), 1) + RECORD_HEAD + at <= size) return null;
    const body = this.#window.view(at + RECORD_HEAD, size - at - RECORD_HEAD)!.slice();
    const from = chunkHead(body)?.from;
    if (from === undefined) return null;
    const records = body.subarray(from);
    let messages = 0;
    const whole = this.#readMessages(records, () => messages++);
    return messages === 0 ? null : { messages: records.slice(0, whole) };
  }

  /** null where the file ends before it does. */
  #recordAt(at: number): { opcode: Opcode; length: number } | null {
    const head = this.#window.view(at, RECORD_HEAD);
    if (head === null) return null;
    const opcode: Opcode = head[0];
    const length = lengthAt(viewOf(head), 1);
    return at + RECORD_HEAD + length > this.#window.size ? null : { opcode, length };
  }

  #hasEnd(): boolean {
    const { size } = this.#window;
    const tail = this.#window.view(size - MAGIC.length - RECORD_HEAD - 20, MAGIC.length + RECORD_HEAD + 20);
    return (
      tail !== null &&
      isA(Opcode.FOOTER, tail[0]) &&
      MAGIC.every((b, i) => tail[tail.length - MAGIC.length + i] === b)
    );
  }

  #result(dataEnd: number, found: Partial<Pick<Scan, 'empty' | 'finished' | 'salvage' | 'lostBytes'>>): Scan {
    return {
      empty: false,
      finished: false,
      salvage: null,
      lostBytes: 0,
      ...found,
      dataEnd,
      schemas: this.#schemas,
      channels: this.#channels,
      counts: this.#counts,
      chunks: this.#chunks,
      startTime: this.#start ?? 0n,
      endTime: this.#end,
    };
  }
}

function chunkHead(
  body: Uint8Array<ArrayBuffer>,
): { startTime: bigint; endTime: bigint; crc: number; size: number; from: number } | null {
  // Times, size, CRC, name of the compression (empty here), size: 8 + 8 + 8 + 4 + 4 + 8.
  if (body.length < 40) return null;
  const view = viewOf(body);
  if (view.getUint32(28, true) !== 0) return null;
  return {
    startTime: view.getBigUint64(0, true),
    endTime: view.getBigUint64(8, true),
    crc: view.getUint32(24, true),
    size: lengthAt(view, 32),
    from: 40,
  };
}

const isA = (opcode: Opcode, byte: Opcode): boolean => opcode === byte;

const byTime = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function isIndexOf(messages: readonly { offset: number; time: bigint }[], body: DataView): boolean {
  if (body.byteLength !== 6 + 16 * messages.length || body.getUint32(2, true) !== 16 * messages.length)
    return false;
  return messages.every(
    ({ offset, time }, i) =>
      body.getBigUint64(6 + 16 * i, true) === time && lengthAt(body, 14 + 16 * i) === offset,
  );
}

const viewOf = (bytes: Uint8Array<ArrayBuffer>): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A 64-bit length; beyond every file where it is nonsense. */
const lengthAt = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));
