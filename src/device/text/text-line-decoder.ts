import type { ByteDecoder, DeviceDescription, DeviceEvent, LinkCounters } from '../events';
import { newCounters } from '../link-counters';
import { nameAndUnit, parseLine, type TimeUnit, timeUnitOf } from './line-parser';
import { LineSplitter } from './line-splitter';
import { RowClock } from './row-clock';
import { rateOfArrival, rateOfTimes } from './row-rate';

type Sink = (event: DeviceEvent) => void;

/** Rows from which a time column's unit and rate are told. */
const TIMED_ROWS = 24;
/** Without a told rate and a time column, rows are counted for so long. */
const COUNT_FOR_MS = 1000;
/** Rows of one width before a device that prints no names is taken as it is: `column_1`, `column_2`... */
const NAMELESS_ROWS = 20;
const MAX_WAITING_ROWS = 4096;
const MAX_CHANNELS = 64;
const STREAM = 0;

export interface TextLineOptions {
  /** Arrival clock, ms: only for a device that tells neither rate nor time. */
  readonly now?: () => number;
  /** Used instead of counting arrivals, so that a replay does not depend on its pace. */
  readonly assumedRate?: number;
}

interface Layout {
  /** The header as printed, time column included. */
  readonly fields: readonly string[];
  readonly time: { readonly unit: TimeUnit | null } | undefined;
}

interface Running {
  readonly clock: RowClock;
  readonly names: readonly string[];
  readonly rate: number;
  index: number;
}

/**
 * Any board that prints `name,name,...` and then rows of numbers (docs/protocol.md, "Text lines"). The rate is, in this
 * order: told in a comment `# rate=100`, told by a time column, or counted over the first second.
 */
export class TextLineDecoder implements ByteDecoder {
  private readonly lines = new LineSplitter();
  private readonly count: LinkCounters = newCounters();
  private readonly now: () => number;
  private readonly assumedRate: number | undefined;
  private sink: Sink = () => undefined;
  /** Printed names that wait for a row of the same width to prove them a header. */
  private candidate: readonly string[] | null = null;
  private layout: Layout | null = null;
  private running: Running | null = null;
  private told = new Map<string, string>();
  private waiting: (readonly number[])[] = [];
  private countingSince: number | null = null;
  private countedRows = 0;
  private brokenRows = 0;
  /** The first line after a break of the byte stream may have lost its beginning. */
  private mayBeCut = true;

  constructor(options: TextLineOptions = {}) {
    this.now = options.now ?? (() => performance.now());
    this.assumedRate = options.assumedRate;
  }

  get counters(): Readonly<LinkCounters> {
    return this.count;
  }

  push(chunk: Uint8Array, sink: Sink): void {
    this.count.bytes += chunk.length;
    this.sink = sink;
    this.lines.push(chunk, (line) => this.onLine(line));
    this.startCounting();
  }

  resync(): void {
    this.lines.reset();
    this.mayBeCut = true;
  }

  reset(): void {
    this.resync();
    this.forgetLayout();
    this.candidate = null;
    this.told = new Map();
    Object.assign(this.count, newCounters());
  }

  private forgetLayout(): void {
    this.layout = null;
    this.running = null;
    this.waiting = [];
    this.countingSince = null;
    this.countedRows = 0;
    this.brokenRows = 0;
  }

  private onLine(line: string | null): void {
    const cut = this.mayBeCut;
    this.mayBeCut = false;
    const parsed = line === null ? ({ kind: 'broken' } as const) : parseLine(line);
    switch (parsed.kind) {
      case 'comment':
        for (const [key, value] of parsed.settings) this.told.set(key, value);
        return;
      case 'names':
        this.candidate = parsed.fields;
        return;
      case 'row':
        if (cut) return;
        if (parsed.labels) this.candidate = parsed.labels;
        return this.onRow(parsed.values);
      case 'broken':
        if (!cut) this.onBroken();
        return;
      case 'other':
        return;
    }
  }

  private onBroken(): void {
    this.count.framesBad++;
    if (this.running) this.brokenRows++;
  }

  private onRow(row: readonly number[]): void {
    this.takeHeader(row.length);
    const { layout } = this;
    if (layout === null) return this.onNamelessRow(row);
    if (row.length !== layout.fields.length) return this.onBroken();
    this.count.framesOk++;
    if (this.running) return this.emit(row, this.running);
    this.waiting.push(row);
    this.countedRows++;
    this.settle(layout);
  }

  /** Names become a header when a row of their width follows. Of a running device only a wider line than one name can. */
  private takeHeader(width: number): void {
    const { candidate, layout } = this;
    this.candidate = null;
    if (candidate === null || candidate.length !== width || candidate.length > MAX_CHANNELS) return;
    if (layout) {
      const same =
        candidate.every((f, i) => f === layout.fields[i]) && candidate.length === layout.fields.length;
      if (same || (width === 1 && layout.fields.length === 1)) return;
    }
    this.adopt(candidate);
  }

  private adopt(fields: readonly string[]): void {
    this.forgetLayout();
    const time = fields.length > 1 ? timeUnitOf(fields[0]) : undefined;
    this.layout = { fields, time };
  }

  private onNamelessRow(row: readonly number[]): void {
    if (this.waiting.length > 0 && this.waiting[0].length !== row.length) this.waiting = [];
    this.waiting.push(row);
    if (this.waiting.length < NAMELESS_ROWS || row.length > MAX_CHANNELS) return;
    const rows = this.waiting;
    this.adopt(row.map((_, i) => `column_${i + 1}`));
    for (const r of rows) this.onRow(r);
  }

  /** Describes the device as soon as its rate is known, and hands out the rows that have waited for that. */
  private settle(layout: Layout): void {
    const rate = this.rateOf(layout);
    if (rate === null) return;
    const channels = layout.fields
      .slice(layout.time ? 1 : 0)
      .map((field) => ({ ...nameAndUnit(field), scale: 1, offset: 0 }));
    const names = channels.map((c) => c.name);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) {
      this.forgetLayout();
      this.sink({ kind: 'refused', reason: 'bad_description', detail: `duplicate_channel:${twice}` });
      return;
    }
    const device: DeviceDescription = {
      protocol: 'text',
      protocolVersion: 1,
      name: this.told.get('name') ?? '',
      serial: this.told.get('serial') ?? `text:${names.join(',')}`.slice(0, 200),
      firmware: this.told.get('firmware') ?? '',
      streams: [{ id: STREAM, rate: rate.rate, channels }],
    };
    this.running = { clock: new RowClock(rate.rate, rate.unit), names, rate: rate.rate, index: 0 };
    this.sink({ kind: 'describe', device });
    const rows = this.waiting;
    this.waiting = [];
    for (const row of rows) this.emit(row, this.running);
  }

  private rateOf({ time }: Layout): { rate: number; unit: TimeUnit | null } | null {
    const told = Number(this.told.get('rate'));
    const toldRate = told > 0 && told <= 20_000 ? told : null;
    const rows = this.waiting;
    if (time) {
      if (toldRate !== null && time.unit !== null) return { rate: toldRate, unit: time.unit };
      if (rows.length < TIMED_ROWS) return null;
      const byTime = rateOfTimes(
        rows.map((r) => r[0]),
        time.unit,
      );
      if (byTime) return { rate: toldRate ?? byTime.rate, unit: byTime.unit };
      this.waiting = [];
      return null;
    }
    const given = toldRate ?? this.assumedRate;
    if (given !== undefined) return { rate: given, unit: null };
    const since = this.countingSince;
    if (since === null) return null;
    const ms = this.now() - since;
    if (ms < COUNT_FOR_MS && rows.length < MAX_WAITING_ROWS) return null;
    return { rate: rateOfArrival(this.countedRows, Math.max(1, ms)), unit: null };
  }

  /** Counting starts at the end of a chunk: what had queued up before it tells nothing of the rate. */
  private startCounting(): void {
    if (this.layout === null || this.running || this.countingSince !== null || this.waiting.length === 0)
      return;
    this.countingSince = this.now();
    this.countedRows = 0;
  }

  private emit(row: readonly number[], running: Running): void {
    const timed = row.length - running.names.length;
    const at = running.clock.next(row[0], this.brokenRows);
    this.brokenRows = 0;
    if (at.kind === 'restart') {
      running.index = 0;
      this.sink({ kind: 'restart' });
    } else if (at.lost > 0) {
      running.index += at.lost;
      this.count.samplesLost += at.lost;
      this.sink({ kind: 'gap', stream: STREAM, samples: at.lost });
    }
    this.count.samples++;
    this.sink({
      kind: 'samples',
      block: {
        stream: STREAM,
        channels: running.names,
        rate: running.rate,
        firstIndex: running.index++,
        startUs: at.startUs,
        count: 1,
        data: Float32Array.from(row.slice(timed)),
      },
    });
  }
}
