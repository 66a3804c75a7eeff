import type { ChannelName } from '../gait/channels';
import type { Lane, TickBundle } from './protocol';

/** Rows kept for a page that does not ask (a hidden tab): 20 s at 100 Hz. Older rows are dropped from the picture only. */
const MAX_ROWS = 2000;
const START_ROWS = 64;

/** Collects ticks and forecasts between two frames of the page, in buffers that grow to what a frame needs. */
export class TickOutbox {
  readonly #generation: number;
  readonly #channels: ChannelName[];
  readonly #lanes: Lane[];
  readonly #steps: number;
  #measured: Float32Array;
  #rows = 0;
  #firstTick = 0;
  #forecastTicks: Int32Array = new Int32Array(START_ROWS);
  #forecastCount = 0;
  #forecasts: Float32Array[];
  #compare: Float32Array[];
  #comparing = false;

  constructor(generation: number, channels: ChannelName[], lanes: Lane[], steps: number) {
    this.#generation = generation;
    this.#channels = channels;
    this.#lanes = lanes;
    this.#steps = steps;
    this.#measured = new Float32Array(START_ROWS * channels.length);
    this.#forecasts = lanes.map((lane) => new Float32Array(START_ROWS * lane.joints.length * 3 * steps));
    this.#compare = lanes.map((lane) => new Float32Array(START_ROWS * lane.joints.length * steps));
  }

  get rows(): number {
    return this.#rows;
  }

  /** `row` has one value per channel. A jump in `tick` (longer than the conditioner fills) starts the bundle anew. */
  addTick(tick: number, row: Float32Array): void {
    const width = this.#channels.length;
    if (this.#rows > 0 && tick !== this.#firstTick + this.#rows) this.#drop();
    if (this.#rows >= MAX_ROWS) this.#drop();
    if (this.#rows === 0) this.#firstTick = tick;
    if ((this.#rows + 1) * width > this.#measured.length) this.#measured = doubled(this.#measured);
    this.#measured.set(row, this.#rows * width);
    this.#rows++;
  }

  /** `byLane[i]`: [joints][3][steps]; `compare[i]`: [joints][steps], or an empty array where nothing is compared. */
  addForecast(tick: number, byLane: readonly Float32Array[], compare: readonly Float32Array[]): void {
    if (this.#forecastCount >= MAX_ROWS) this.#forecastCount = 0;
    const f = this.#forecastCount;
    if (f + 1 > this.#forecastTicks.length) {
      const grown = new Int32Array(this.#forecastTicks.length * 2);
      grown.set(this.#forecastTicks);
      this.#forecastTicks = grown;
    }
    this.#forecastTicks[f] = tick;
    this.#comparing = compare.length > 0;
    for (let i = 0; i < this.#lanes.length; i++) {
      const joints = this.#lanes[i].joints.length;
      const width = joints * 3 * this.#steps;
      if ((f + 1) * width > this.#forecasts[i].length) this.#forecasts[i] = doubled(this.#forecasts[i]);
      this.#forecasts[i].set(byLane[i], f * width);
      if (this.#comparing) {
        const compareWidth = joints * this.#steps;
        if ((f + 1) * compareWidth > this.#compare[i].length) this.#compare[i] = doubled(this.#compare[i]);
        this.#compare[i].set(compare[i], f * compareWidth);
      }
    }
    this.#forecastCount++;
  }

  /** What has come since the last call, in buffers of its own (to be transferred); null when there is nothing. */
  take(arrivalEpochMs: number, forecastEpochMs: number, nowEpochMs: number): TickBundle | null {
    if (this.#rows === 0 && this.#forecastCount === 0) return null;
    const bundle: TickBundle = {
      generation: this.#generation,
      firstTick: this.#firstTick,
      rows: this.#rows,
      channels: this.#channels,
      measured: this.#measured.slice(0, this.#rows * this.#channels.length),
      lanes: this.#lanes,
      steps: this.#steps,
      forecastTicks: this.#forecastTicks.slice(0, this.#forecastCount),
      forecasts: this.#lanes.map((lane, i) =>
        this.#forecasts[i].slice(0, this.#forecastCount * lane.joints.length * 3 * this.#steps),
      ),
      compare: this.#comparing
        ? this.#lanes.map((lane, i) =>
            this.#compare[i].slice(0, this.#forecastCount * lane.joints.length * this.#steps),
          )
        : [],
      newestArrivalEpochMs: arrivalEpochMs,
      newestForecastEpochMs: forecastEpochMs,
      publishedEpochMs: nowEpochMs,
    };
    this.#drop();
    this.#forecastCount = 0;
    return bundle;
  }

  #drop(): void {
    this.#rows = 0;
  }
}

/** Buffers whose ownership goes to the page with the bundle. */
export function transferablesOf(bundle: TickBundle): Transferable[] {
  return [bundle.measured, bundle.forecastTicks, ...bundle.forecasts, ...bundle.compare].map((a) => a.buffer);
}

function doubled(old: Float32Array): Float32Array {
  const grown = new Float32Array(old.length * 2);
  grown.set(old);
  return grown;
}
