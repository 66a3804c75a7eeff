import type { Lane, TickBundle } from '../../engine/protocol';
import type { ChannelName, Side } from '../../gait/channels';

/** Which curve: mean, lower or upper end of the 90 % interval of the network, or the baseline drawn beside it. */
export type Curve = 0 | 1 | 2 | 3;
export const MEAN: Curve = 0;
export const LOW: Curve = 1;
export const HIGH: Curve = 2;
export const COMPARE: Curve = 3;
const CURVES = 4;

/**
 * The last `capacity` ticks as the plots need them: measured values by channel, and every forecast whole, so that any
 * horizon can be looked back at. Rings indexed by tick number; what is not held reads as NaN.
 */
export class TickBuffer {
  readonly capacity: number;
  /** Newest tick, -1 while empty. */
  head = -1;
  /** Tick of the newest forecast, -1 while there is none. */
  newestForecast = -1;
  /** Ticks between two forecasts: 1 at full rate. */
  pitch = 1;
  /** Counts changes, so that a plot can tell that it has nothing new to draw. */
  version = 0;
  steps = 0;
  lanes: readonly Lane[] = [];
  channels: readonly ChannelName[] = [];
  private generation: number | null = null;
  private first = 0;
  private measured: Float32Array[] = [];
  /** By lane: [capacity][joints][4 curves][steps]. */
  private forecasts: Float32Array[] = [];

  constructor(capacity = 2560) {
    this.capacity = capacity;
  }

  push(bundle: TickBundle): void {
    if (!this.fits(bundle)) this.reset(bundle);
    this.version += 1;
    this.pushRows(bundle);
    for (let f = 0; f < bundle.forecastTicks.length; f += 1) this.pushForecast(bundle, f);
  }

  clear(): void {
    this.generation = null;
    this.head = -1;
    this.newestForecast = -1;
    this.channels = [];
    this.lanes = [];
    this.version += 1;
  }

  measuredAt(channel: ChannelName, tick: number): number {
    const c = this.channels.indexOf(channel);
    return c >= 0 && this.holds(tick) ? this.measured[c][tick % this.capacity] : Number.NaN;
  }

  /** Value forecast at `madeAt` for `step` (1..steps) later. */
  forecastAt(joint: ChannelName, side: Side, madeAt: number, step: number, curve: Curve): number {
    const l = this.lanes.findIndex((lane) => lane.side === side);
    const j = l < 0 ? -1 : this.lanes[l].joints.indexOf(joint);
    if (j < 0 || step < 1 || step > this.steps || !this.holds(madeAt)) return Number.NaN;
    const at = (madeAt % this.capacity) * this.laneSize(l) + (j * CURVES + curve) * this.steps;
    return this.forecasts[l][at + step - 1];
  }

  /** What the newest forecast says of `step` ticks from now; it may be some ticks old where forecasts take their time. */
  aheadAt(joint: ChannelName, side: Side, step: number, curve: Curve): number {
    return this.forecastAt(joint, side, this.newestForecast, this.head - this.newestForecast + step, curve);
  }

  /** `out[i]` = measured value of tick `fromTick + i`. */
  readMeasured(channel: ChannelName, fromTick: number, out: Float64Array, count = out.length): void {
    const c = this.channels.indexOf(channel);
    const ring = c < 0 ? null : this.measured[c];
    for (let i = 0; i < count; i += 1) {
      const tick = fromTick + i;
      out[i] = ring && this.holds(tick) ? ring[tick % this.capacity] : Number.NaN;
    }
  }

  /** `out[at + step]` = what the newest forecast says of `step` ticks from now, NaN beyond its end. */
  readAhead(joint: ChannelName, side: Side, curve: Curve, out: Float64Array, at: number): void {
    for (let step = 1; at + step < out.length; step += 1)
      out[at + step] = this.aheadAt(joint, side, step, curve);
  }

  /**
   * `out[i]` = what was forecast for tick `fromTick + i` by the forecast made `step` ticks before it. Where forecasts
   * are made at a lower rate, the ticks between two of them lie on the straight line between them.
   */
  readHindsight(
    joint: ChannelName,
    side: Side,
    step: number,
    curve: Curve,
    fromTick: number,
    out: Float64Array,
    count = out.length,
  ): void {
    let known = -1;
    for (let i = 0; i < count; i += 1) {
      out[i] = this.forecastAt(joint, side, fromTick + i - step, step, curve);
      if (Number.isNaN(out[i])) continue;
      const missing = i - known - 1;
      if (known >= 0 && missing > 0 && missing < this.pitch)
        for (let k = 1; k <= missing; k += 1)
          out[known + k] = out[known] + ((out[i] - out[known]) * k) / (missing + 1);
      known = i;
    }
  }

  /** A copy that stays as it is: what a paused display looks at. */
  snapshot(): TickBuffer {
    const copy = new TickBuffer(this.capacity);
    copy.generation = this.generation;
    copy.first = this.first;
    copy.head = this.head;
    copy.newestForecast = this.newestForecast;
    copy.pitch = this.pitch;
    copy.steps = this.steps;
    copy.lanes = this.lanes;
    copy.channels = this.channels;
    copy.version = this.version + 1;
    copy.measured = this.measured.map((ring) => ring.slice());
    copy.forecasts = this.forecasts.map((ring) => ring.slice());
    return copy;
  }

  private pushRows({ rows, firstTick, channels, measured }: TickBundle): void {
    const last = firstTick + rows - 1;
    if (rows === 0 || last <= this.head) return;
    if (this.head < 0) this.first = firstTick;
    // Ticks that no bundle brought are unknown, not old; nor has any tick a forecast yet.
    const from = Math.max(this.head < 0 ? firstTick : this.head + 1, last - this.capacity + 1);
    for (let tick = from; tick <= last; tick += 1) {
      const slot = tick % this.capacity;
      const row = tick - firstTick;
      for (let c = 0; c < channels.length; c += 1)
        this.measured[c][slot] = row < 0 ? Number.NaN : measured[row * channels.length + c];
      this.forecasts.forEach((ring, l) => {
        const size = this.laneSize(l);
        ring.fill(Number.NaN, slot * size, (slot + 1) * size);
      });
    }
    this.head = last;
  }

  private pushForecast({ forecastTicks, forecasts, compare, steps }: TickBundle, f: number): void {
    const tick = forecastTicks[f];
    if (!this.holds(tick)) return;
    this.lanes.forEach((lane, l) => {
      for (let j = 0; j < lane.joints.length; j += 1) {
        const to = (tick % this.capacity) * this.laneSize(l) + j * CURVES * steps;
        const from = (f * lane.joints.length + j) * 3 * steps;
        this.forecasts[l].set(forecasts[l].subarray(from, from + 3 * steps), to);
        const beside = (f * lane.joints.length + j) * steps;
        if (compare.length > 0 && compare[l].length > 0)
          this.forecasts[l].set(compare[l].subarray(beside, beside + steps), to + COMPARE * steps);
      }
    });
    if (this.newestForecast >= 0 && tick > this.newestForecast)
      this.pitch = Math.min(10, tick - this.newestForecast);
    this.newestForecast = Math.max(tick, this.newestForecast);
  }

  private holds(tick: number): boolean {
    return tick >= this.first && tick <= this.head && tick > this.head - this.capacity;
  }

  private laneSize(l: number): number {
    return this.lanes[l].joints.length * CURVES * this.steps;
  }

  private fits(bundle: TickBundle): boolean {
    return (
      bundle.generation === this.generation &&
      bundle.steps === this.steps &&
      sameList(bundle.channels, this.channels) &&
      bundle.lanes.length === this.lanes.length &&
      bundle.lanes.every(
        (lane, l) => lane.side === this.lanes[l].side && sameList(lane.joints, this.lanes[l].joints),
      )
    );
  }

  private reset(bundle: TickBundle): void {
    this.generation = bundle.generation;
    this.channels = [...bundle.channels];
    this.lanes = bundle.lanes;
    this.steps = bundle.steps;
    this.head = -1;
    this.newestForecast = -1;
    this.pitch = 1;
    this.measured = this.channels.map(() => new Float32Array(this.capacity).fill(Number.NaN));
    this.forecasts = this.lanes.map((_, l) =>
      new Float32Array(this.capacity * this.laneSize(l)).fill(Number.NaN),
    );
  }
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i]);
