import type { ChannelConditioner } from './channel-conditioner';
import { channelConditioner } from './channel-conditioner';
import type { ChannelName } from './channels';
import type { SampleBlock } from './sample-block';
import { SampleClock } from './sample-clock';
import type { Hertz, Microseconds, Seconds } from './units';

/** Receives one tick; the rows (one value a channel) are valid until the next. */
export type EmitTick = (tick: number, input: Float32Array, measured: Float32Array) => void;

interface StreamConditionerOptions {
  readonly channels: readonly ChannelName[];
  /** Native rate of the stream. */
  readonly rate: Hertz;
  readonly modelRate: Hertz;
  /** Device time of tick 0. */
  readonly originUs: Microseconds;
}

/** A hole up to this long is bridged by lines, so that filters and history live on. */
const BRIDGED_US: Microseconds = 50_000;
/** Of a longer hole at most this much is given out as rows of NaN; then the tick number jumps. */
const EMPTY_ROWS: Seconds = 2;
/** Device clocks count whole microseconds: nearer than this is the same instant. */
const SAME_US: Microseconds = 0.5;
/** A hole that nobody announced: more than this many sample periods, and more than the jitter of a bad clock. */
const SILENT_HOLE_PERIODS = 2.5;
const SILENT_HOLE_US: Microseconds = 5_000;

/**
 * One stream of calibrated samples becomes rows at model rate. Tick k is device time `originUs + k * 1e6 / modelRate`, whenever
 * it arrives; its values lie on the line between the two samples around it and are given out once the later one has
 * come (a sample that falls on the tick is taken as it is). Ticks before the first sample, or below 0, are not given out.
 * `input` is conditioned (channel-conditioner.ts), `measured` is not, save that EMG is its envelope in both.
 * Ticks inside a bridged hole have `measured` NaN and `input` carried over; in a longer one both are NaN.
 */
export class StreamConditioner {
  /** Greatest tick given out, -1 before the first. */
  reached = -1;
  private readonly options: StreamConditionerOptions;
  private readonly chain: readonly ChannelConditioner[];
  private readonly clock: SampleClock;
  private readonly input: Float32Array;
  private readonly measured: Float32Array;
  /** Values of the latest sample. */
  private readonly lastInput: Float64Array;
  private readonly lastMeasured: Float64Array;
  private readonly lastRaw: Float64Array;
  private readonly bridge: Float64Array;
  private lastUs: Microseconds = NaN;
  private lastBridged = false;
  private nextIndex = NaN;
  private announced = 0;
  private nextTick = 0;

  constructor(options: StreamConditionerOptions) {
    const n = options.channels.length;
    this.options = options;
    this.chain = options.channels.map((c) => channelConditioner(c, options.rate, options.modelRate));
    this.clock = new SampleClock(options.rate);
    this.input = new Float32Array(n);
    this.measured = new Float32Array(n);
    this.lastInput = new Float64Array(n);
    this.lastMeasured = new Float64Array(n);
    this.lastRaw = new Float64Array(n);
    this.bridge = new Float64Array(n);
  }

  /** `samples` are missing between the last block and the next. */
  gap(samples: number): void {
    this.announced += samples;
  }

  /** Throws RangeError for a block of other channels. */
  push(block: SampleBlock, emit: EmitTick): void {
    const width = this.chain.length;
    if (block.channels.length !== width) {
      throw new RangeError(`block of ${block.channels.length} channels, expected ${width}`);
    }
    if (block.count === 0) return;
    this.clock.see(block.firstIndex, block.startUs);
    this.crossHole(block, emit);
    for (let i = 0; i < block.count; i += 1) {
      this.take(this.clock.timeOf(block.firstIndex + i), block.data, i * width, false, emit);
    }
    this.nextIndex = block.firstIndex + block.count;
  }

  /** What lies between the last sample and the first of this block. */
  private crossHole(block: SampleBlock, emit: EmitTick): void {
    const announced = this.announced;
    this.announced = 0;
    if (Number.isNaN(this.lastUs)) return;
    const span = this.clock.timeOf(block.firstIndex) - this.lastUs;
    const period = 1e6 / this.options.rate;
    let missing = Math.max(announced, block.firstIndex - this.nextIndex);
    if (missing <= 0 && span > Math.max(SILENT_HOLE_PERIODS * period, period + SILENT_HOLE_US)) {
      missing = Math.round(span / period) - 1;
    }
    // Without time between them there is nothing to fill.
    if (missing <= 0 || span <= SAME_US) return;
    if (span - period <= BRIDGED_US + SAME_US) this.crossBridge(block, missing, span, emit);
    else this.emptyRows(this.lastUs + span, emit);
  }

  private crossBridge(block: SampleBlock, missing: number, span: Microseconds, emit: EmitTick): void {
    const from = this.lastRaw.slice();
    const startUs = this.lastUs;
    for (let j = 1; j <= missing; j += 1) {
      const share = j / (missing + 1);
      for (let c = 0; c < from.length; c += 1) {
        this.bridge[c] = this.chain[c].holds ? from[c] : from[c] + (block.data[c] - from[c]) * share;
      }
      this.take(startUs + span * share, this.bridge, 0, true, emit);
    }
  }

  private emptyRows(untilUs: Microseconds, emit: EmitTick): void {
    for (const channel of this.chain) channel.restart();
    this.input.fill(NaN);
    this.measured.fill(NaN);
    const most = Math.round(EMPTY_ROWS * this.options.modelRate);
    for (let n = 0; n < most && this.tickTime(this.nextTick) < untilUs - SAME_US; n += 1) this.give(emit);
    // The line to the first sample after the hole is not drawn: go on from that sample.
    this.lastUs = NaN;
  }

  private take(
    timeUs: Microseconds,
    raw: ArrayLike<number>,
    offset: number,
    bridged: boolean,
    emit: EmitTick,
  ): void {
    const { chain } = this;
    for (let c = 0; c < chain.length; c += 1) chain[c].process(raw, offset + c);
    if (Number.isNaN(this.lastUs)) this.nextTick = Math.max(this.nextTick, this.firstTickFrom(timeUs));
    for (; this.tickTime(this.nextTick) <= timeUs + SAME_US; ) this.interpolate(timeUs, bridged, emit);
    for (let c = 0; c < chain.length; c += 1) {
      this.lastInput[c] = chain[c].input;
      this.lastMeasured[c] = chain[c].measured;
      this.lastRaw[c] = raw[offset + c]!;
    }
    this.lastUs = timeUs;
    this.lastBridged = bridged;
  }

  private interpolate(timeUs: Microseconds, bridged: boolean, emit: EmitTick): void {
    const t = this.tickTime(this.nextTick);
    const onSample = t >= timeUs - SAME_US;
    const share = (t - this.lastUs) / (timeUs - this.lastUs);
    const lost = bridged || (!onSample && this.lastBridged);
    for (let c = 0; c < this.chain.length; c += 1) {
      const { input, measured, holds } = this.chain[c];
      const [i, m] = [this.lastInput[c], this.lastMeasured[c]];
      this.input[c] = onSample ? input : holds ? i : i + (input - i) * share;
      this.measured[c] = lost ? NaN : onSample ? measured : holds ? m : m + (measured - m) * share;
    }
    this.give(emit);
  }

  private give(emit: EmitTick): void {
    this.reached = this.nextTick;
    this.nextTick += 1;
    emit(this.reached, this.input, this.measured);
  }

  private tickTime(tick: number): Microseconds {
    return this.options.originUs + (tick * 1e6) / this.options.modelRate;
  }

  /** First tick from 0 that is not before this time. */
  private firstTickFrom(timeUs: Microseconds): number {
    return Math.max(
      0,
      Math.ceil(((timeUs - SAME_US - this.options.originUs) * this.options.modelRate) / 1e6),
    );
  }
}
