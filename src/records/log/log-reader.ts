import { type Channel, McapIndexedReader } from '@mcap/core';
import { RecordsError } from '../records-error';
import { readChunk } from './chunk-rows';
import type { LogBatch, NoteTopic } from './contents';
import { RowDecoder } from './protobuf/decoder';
import { noteTopic, SESSION_METADATA, WIRE_TOPIC } from './topics';

/** Blocks of the file that are read at a time. */
const BLOCK = 2 ** 20;
/** The same where all of it is read. */
const SCAN_BLOCK = 4 * BLOCK;

interface LogMessage {
  readonly topic: string;
  /** Its tick; of wire bytes the number of the chunk. */
  readonly sequence: number;
  /** ms since the epoch. */
  readonly atMs: number;
  readonly data: Uint8Array;
}

/** A dense message as numbers, by the columns of its topic. */
export interface LogRow {
  readonly topic: string;
  readonly tick: number;
  /** ms since the epoch. */
  readonly atMs: number;
  /** NaN where this message has no such value. Used again for the next row. */
  readonly values: Float32Array;
}

/** What a note says, and the tick that it belongs to. */
export interface Note {
  /** ms since the epoch. */
  readonly atMs: number;
  readonly tick: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What a channel of the file gives, and where it stands in the columns of its topic. */
interface DenseChannel {
  readonly topic: string;
  readonly decoder: RowDecoder;
  readonly places: readonly number[];
  readonly own: Float32Array;
  readonly row: Float32Array;
}

/** Reads a finished log, in the window or in a worker, from any Blob. */
export class LogReader {
  readonly #file: Blob;
  readonly #mcap: McapIndexedReader;
  readonly #columns = new Map<string, string[]>();

  private constructor(file: Blob, mcap: McapIndexedReader) {
    this.#file = file;
    this.#mcap = mcap;
  }

  /** Rejects with RecordsError `damaged` for a file that is no finished log. */
  static async open(file: Blob): Promise<LogReader> {
    try {
      return new LogReader(file, await McapIndexedReader.Initialize({ readable: new BlobReadable(file) }));
    } catch (error) {
      throw new RecordsError('damaged', String(error));
    }
  }

  get startMs(): number {
    return milliseconds(this.#mcap.statistics?.messageStartTime ?? 0n);
  }

  get endMs(): number {
    return milliseconds(this.#mcap.statistics?.messageEndTime ?? 0n);
  }

  /** Messages by topic. */
  get counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const [id, n] of this.#mcap.statistics?.channelMessageCounts ?? []) {
      const { topic } = this.#mcap.channelsById.get(id)!;
      counts.set(topic, (counts.get(topic) ?? 0) + Number(n));
    }
    return counts;
  }

  /** What the session was (`LogSession`, as text; `patientId` empty where it is nobody's); the last word counts. */
  async session(): Promise<ReadonlyMap<string, string>> {
    let found: ReadonlyMap<string, string> = new Map();
    for await (const { metadata } of this.#mcap.readMetadata({ name: SESSION_METADATA })) found = metadata;
    return found;
  }

  /**
   * Names of the values that messages of a dense topic have, all layouts of the session together: channels of `/joints`,
   * `knee_angle_r.mean_100ms` of `/forecast/r`. Empty where there are none.
   */
  columns(topic: string): readonly string[] {
    const known = this.#columns.get(topic);
    if (known !== undefined) return known;
    const names = new Set<string>();
    for (const channel of this.#mcap.channelsById.values())
      if (channel.topic === topic && channel.messageEncoding === 'protobuf')
        for (const name of this.#decoderOf(channel).columns) names.add(name);
    const columns = [...names];
    this.#columns.set(topic, columns);
    return columns;
  }

  /** Values of dense topics, in order of time; `from` and `to` in ms since the epoch. */
  async *rows(topics: readonly string[], from?: number, to?: number): AsyncGenerator<LogRow> {
    const channels = new Map<number, DenseChannel>();
    for (const channel of this.#mcap.channelsById.values())
      if (topics.includes(channel.topic)) channels.set(channel.id, this.#dense(channel));
    const startTime = from === undefined ? undefined : nanoseconds(from);
    const endTime = to === undefined ? undefined : nanoseconds(to);
    for await (const message of this.#mcap.readMessages({ topics, startTime, endTime })) {
      const { topic, decoder, places, own, row } = channels.get(message.channelId)!;
      decoder.decode(message.data, own);
      for (let i = 0; i < places.length; i++) row[places[i]] = own[i];
      yield { topic, tick: message.sequence, atMs: milliseconds(message.logTime), values: row };
    }
  }

  /**
   * All values of dense topics, faster than `rows`, but in the order in which they were written: ticks of a topic ascend, a
   * forecast may come some ticks after its own. The row is used again for the next. `onBlock` is waited for after each piece of the file, and told which
   * share (0-1) was read. Rejects with RecordsError `damaged`.
   */
  async scan(
    topics: readonly string[],
    onRow: (row: LogRow) => void,
    onBlock: (share: number) => Promise<void> | void = () => undefined,
  ): Promise<void> {
    const channels: (DenseChannel | undefined)[] = [];
    // One object for all rows of a channel: there may be millions.
    const rows: { -readonly [K in keyof LogRow]: LogRow[K] }[] = [];
    for (const channel of this.#mcap.channelsById.values()) {
      if (!topics.includes(channel.topic)) continue;
      const dense = this.#dense(channel);
      channels[channel.id] = dense;
      rows[channel.id] = { topic: channel.topic, tick: 0, atMs: 0, values: dense.row };
    }
    const chunks = this.#mcap.chunkIndexes
      .map((c) => ({ at: Number(c.chunkStartOffset), end: Number(c.chunkStartOffset + c.chunkLength) }))
      .sort((a, b) => a.at - b.at);
    for (let next = 0; next < chunks.length; ) {
      const { at: from } = chunks[next];
      const first = next;
      while (next < chunks.length && (next === first || chunks[next].end - from <= SCAN_BLOCK)) next++;
      const { end } = chunks[next - 1];
      const bytes = new Uint8Array(await this.#file.slice(from, end).arrayBuffer());
      try {
        for (let c = first; c < next; c++)
          readChunk(bytes, chunks[c].at - from, (id, tick, atMs, view, begin, after) => {
            const channel = channels[id];
            if (channel === undefined) return;
            const { decoder, places, own, row } = channel;
            decoder.decodeAt(view, begin, after, own);
            for (let i = 0; i < places.length; i++) row[places[i]] = own[i];
            const given = rows[id];
            given.tick = tick;
            given.atMs = atMs;
            onRow(given);
          });
      } catch (error) {
        if (error instanceof RangeError) throw new RecordsError('damaged', error.message);
        throw error;
      }
      await onBlock(next / chunks.length);
    }
  }

  /** In order of time; `from` and `to` in ms since the epoch. */
  async *messages(topics: readonly string[], from?: number, to?: number): AsyncGenerator<LogMessage> {
    const channels: ReadonlyMap<number, Channel> = this.#mcap.channelsById;
    const startTime = from === undefined ? undefined : nanoseconds(from);
    const endTime = to === undefined ? undefined : nanoseconds(to);
    for await (const { channelId, sequence, logTime, data } of this.#mcap.readMessages({
      topics,
      startTime,
      endTime,
    }))
      yield { topic: channels.get(channelId)!.topic, sequence, atMs: milliseconds(logTime), data };
  }

  /** Notes of a topic, oldest first. */
  async notes(topic: NoteTopic): Promise<Note[]> {
    const found: Note[] = [];
    for await (const { atMs, data } of this.messages([noteTopic(topic)])) {
      const { tick, ...value } = JSON.parse(new TextDecoder().decode(data)) as Record<string, unknown>;
      found.push({ atMs, tick: Number(tick), value });
    }
    return found;
  }

  /** The wire bytes as they came: chunk i ends at `ends[i]` and arrived at `atMs[i]`. */
  async wire(): Promise<LogBatch['wire'] & { readonly bytes: Uint8Array<ArrayBuffer> }> {
    const chunks: Uint8Array[] = [];
    const atMs: number[] = [];
    for await (const message of this.messages([WIRE_TOPIC])) {
      chunks.push(bytesField(message.data));
      atMs.push(message.atMs);
    }
    const ends = new Uint32Array(chunks.length);
    const bytes = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
    let at = 0;
    chunks.forEach((chunk, i) => {
      bytes.set(chunk, at);
      ends[i] = at += chunk.length;
    });
    return { bytes, ends, atMs: Float64Array.from(atMs) };
  }

  #dense(channel: Channel): DenseChannel {
    const decoder = this.#decoderOf(channel);
    const columns = this.columns(channel.topic);
    return {
      topic: channel.topic,
      decoder,
      places: decoder.columns.map((name) => columns.indexOf(name)),
      own: new Float32Array(decoder.columns.length),
      row: new Float32Array(columns.length).fill(Number.NaN),
    };
  }

  #decoderOf({ schemaId, topic }: Channel): RowDecoder {
    try {
      return new RowDecoder(this.#mcap.schemasById.get(schemaId)!.data);
    } catch (error) {
      throw new RecordsError('damaged', `${topic}: ${String(error)}`);
    }
  }

  /** Files beside the messages (weights of models), by name. */
  async attachments(): Promise<Map<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    for await (const { name, data } of this.#mcap.readAttachments()) found.set(name, data.slice());
    return found;
  }
}

/** Field 1, bytes, of a message that has no other. */
function bytesField(message: Uint8Array): Uint8Array {
  let at = 1;
  while (message[at] > 127) at++;
  return message.slice(at + 1);
}

/** Keeps the block that was read last: a log is mostly read from front to back. */
class BlobReadable {
  readonly #blob: Blob;
  #from = 0;
  #block = new Uint8Array(0);

  constructor(blob: Blob) {
    this.#blob = blob;
  }

  size(): Promise<bigint> {
    return Promise.resolve(BigInt(this.#blob.size));
  }

  async read(offset: bigint, size: bigint): Promise<Uint8Array> {
    const [at, length] = [Number(offset), Number(size)];
    if (at < this.#from || at + length > this.#from + this.#block.length) {
      const block = new Uint8Array(await this.#blob.slice(at, at + Math.max(length, BLOCK)).arrayBuffer());
      if (block.length < length) throw new RangeError('past the end of the log');
      this.#from = at;
      this.#block = block;
    }
    return this.#block.slice(at - this.#from, at - this.#from + length);
  }
}

const milliseconds = (ns: bigint): number => Number(ns / 1000n) / 1000;
const nanoseconds = (ms: number): bigint => BigInt(Math.round(ms * 1000)) * 1000n;
