import type { LogBatch, LogLayout, LogNote, LogSession, NoteTopic } from './contents';
import type { LogFile } from './log-file';
import { ChunkWriter } from './mcap/chunk-writer';
import { finishLog, type FinishedLog } from './mcap/finish';
import { descriptorSet, fullName, type MessageType } from './protobuf/descriptor';
import { ProtobufEncoder } from './protobuf/encoder';
import { TickClock } from './tick-clock';
import {
  encodeForecast,
  encodeJoints,
  forecastTopic,
  forecastType,
  JOINTS_TOPIC,
  jointsType,
  NOTE_SCHEMA,
  noteTopic,
  SESSION_METADATA,
  WIRE_TOPIC,
  WIRE_TYPE,
} from './topics';

const FORMAT_VERSION = '1';

interface Shape {
  readonly layout: LogLayout;
  readonly joints: number;
  readonly lanes: readonly number[];
  readonly clock: TickClock;
}

/**
 * One session into one MCAP file. Each batch becomes one chunk, which is in the file when `append` returns. Every call may
 * throw RecordsError `full`; what was written before stays, and `close` still finishes it where there is room.
 */
export class SessionLog {
  readonly #file: LogFile;
  readonly #writer: ChunkWriter;
  readonly #protobuf = new ProtobufEncoder();
  readonly #notes = new Map<NoteTopic, number>();
  readonly #wire: number;
  #session: LogSession;
  #shape: Shape | null = null;
  #wireCount = 0;

  /** The file is empty. */
  constructor(file: LogFile, session: LogSession) {
    this.#file = file;
    this.#session = session;
    this.#writer = new ChunkWriter(file);
    this.#wire = this.#protobufChannel(WIRE_TOPIC, WIRE_TYPE);
    this.#writeSession();
  }

  get session(): LogSession {
    return this.#session;
  }

  /** Bytes in the file. */
  get bytes(): number {
    return this.#writer.position;
  }

  /** The therapist has said whose session this is. */
  assign(patientId: string | null): void {
    if (patientId === this.#session.patientId) return;
    this.#session = { ...this.#session, patientId };
    this.#writeSession();
  }

  layout(layout: LogLayout): void {
    const before = this.#shape;
    this.#shape = {
      layout,
      joints: this.#protobufChannel(JOINTS_TOPIC, jointsType(layout)),
      lanes: layout.lanes.map(({ side, joints }) =>
        this.#protobufChannel(forecastTopic(side), forecastType(side, joints, layout.horizonsMs)),
      ),
      // The same clock goes on: its times may not overlap those of the layout before.
      clock: before?.layout.rate === layout.rate ? before.clock : new TickClock(layout.rate),
    };
  }

  append({ wire, ticks, forecasts, notes }: LogBatch): void {
    let from = 0;
    wire.ends.forEach((end, i) => {
      const data = this.#protobuf.reset().bytes(1, wire.bytes.subarray(from, end)).done();
      const time = nanoseconds(wire.atMs[i]);
      this.#writer.message(this.#wire, this.#wireCount++, time, time, data);
      from = end;
    });
    for (const note of notes) this.#note(note);
    if (this.#shape !== null) {
      this.#appendTicks(this.#shape, ticks);
      this.#appendForecasts(this.#shape, forecasts);
    }
    this.#writer.closeChunk();
  }

  /** A file beside the messages: the weights of a model. */
  attach(name: string, mediaType: string, bytes: Uint8Array, atMs: number): void {
    this.#writer.attachment(name, mediaType, nanoseconds(atMs), bytes);
  }

  /** To the disk itself. */
  flush(): void {
    this.#file.flush();
  }

  /** The file gets its summary and its end; it stays open. */
  finish(): FinishedLog {
    this.#writer.closeChunk();
    return finishLog(this.#file, { verify: false });
  }

  #appendTicks({ layout, joints, clock }: Shape, { numbers, atMs, measured }: LogBatch['ticks']): void {
    const width = layout.channels.length;
    numbers.forEach((tick, i) => {
      const data = encodeJoints(this.#protobuf, tick, measured.subarray(i * width, (i + 1) * width));
      this.#writer.message(
        joints,
        tick,
        nanoseconds(clock.timeOf(tick, atMs[i])),
        nanoseconds(atMs[i]),
        data,
      );
    });
  }

  #appendForecasts({ layout, lanes, clock }: Shape, { numbers, atMs, values }: LogBatch['forecasts']): void {
    lanes.forEach((channel, lane) => {
      const joints = layout.lanes[lane].joints.length;
      const width = joints * 3 * layout.horizonsMs.length;
      numbers.forEach((tick, i) => {
        const row = values[lane].subarray(i * width, (i + 1) * width);
        // A leg without a forecast at this tick is no message.
        if (Number.isNaN(row[0])) return;
        const data = encodeForecast(this.#protobuf, tick, row, joints);
        this.#writer.message(
          channel,
          tick,
          nanoseconds(clock.timeAt(tick, atMs[i])),
          nanoseconds(atMs[i]),
          data,
        );
      });
    });
  }

  #note({ topic, atMs, tick, value }: LogNote): void {
    let channel = this.#notes.get(topic);
    if (channel === undefined) {
      channel = this.#writer.addChannel({
        topic: noteTopic(topic),
        messageEncoding: 'json',
        schema: { name: `stridecast.${topic}`, encoding: 'jsonschema', data: jsonBytes(NOTE_SCHEMA) },
      });
      this.#notes.set(topic, channel);
    }
    const time = nanoseconds(atMs);
    this.#writer.message(channel, Math.max(0, tick), time, time, jsonBytes({ tick, ...value }));
  }

  #protobufChannel(topic: string, type: MessageType): number {
    return this.#writer.addChannel({
      topic,
      messageEncoding: 'protobuf',
      schema: { name: fullName(type), encoding: 'protobuf', data: descriptorSet(type) },
    });
  }

  #writeSession(): void {
    const { patientId, ...rest } = this.#session;
    this.#writer.metadata(SESSION_METADATA, { format: FORMAT_VERSION, ...rest, patientId: patientId ?? '' });
  }
}

const utf8 = new TextEncoder();
const jsonBytes = (value: unknown): Uint8Array => utf8.encode(JSON.stringify(value));

/** To whole microseconds, which is what the clock gives. */
const nanoseconds = (ms: number): bigint => BigInt(Math.round(ms * 1000)) * 1000n;
