import type { LogBatch, LogLayout, LogNote } from './contents';

const START = 256;

interface ShownLane {
  readonly shown: Float32Array;
  readonly steps: number;
}

/** Gathers what the live path gives, in flat buffers that grow to what a tenth of a second needs. */
export class BatchCollector {
  readonly #wire = new Growing(Uint8Array, 8192);
  readonly #wireEnds = new Growing(Uint32Array, START);
  readonly #wireAt = new Growing(Float64Array, START);
  readonly #ticks = new Growing(Int32Array, START);
  readonly #ticksAt = new Growing(Float64Array, START);
  readonly #measured = new Growing(Float32Array, START);
  readonly #forecasts = new Growing(Int32Array, START);
  readonly #forecastsAt = new Growing(Float64Array, START);
  #values: Growing<Float32Array<ArrayBuffer>>[] = [];
  #notes: LogNote[] = [];
  /** Of the horizons that are kept, the steps of the forecast, from 0. */
  #steps: readonly number[] = [];

  get wireBytes(): number {
    return this.#wire.length;
  }

  /** What was gathered under the layout before has been taken. */
  layout({ lanes, horizonsMs, rate }: LogLayout): void {
    this.#values = lanes.map(() => new Growing(Float32Array, START));
    this.#steps = horizonsMs.map((ms) => Math.round((ms * rate) / 1000) - 1);
  }

  wire(chunk: Uint8Array, atMs: number): void {
    this.#wire.push(chunk);
    this.#wireEnds.add(this.#wire.length);
    this.#wireAt.add(atMs);
  }

  tick(tick: number, measured: Float32Array, atMs: number): void {
    this.#ticks.add(tick);
    this.#ticksAt.add(atMs);
    this.#measured.push(measured);
  }

  /** `shown` of each lane: [joints][mean, low, high][steps]. */
  forecast(tick: number, lanes: readonly ShownLane[], atMs: number): void {
    this.#forecasts.add(tick);
    this.#forecastsAt.add(atMs);
    for (let lane = 0; lane < lanes.length; lane++) {
      const { shown, steps } = lanes[lane];
      for (let row = 0; row < shown.length; row += steps)
        for (const step of this.#steps) this.#values[lane].add(step < steps ? shown[row + step] : Number.NaN);
    }
  }

  note(note: LogNote): void {
    this.#notes.push(note);
  }

  /** null where nothing has come. */
  take(): LogBatch | null {
    const { length } = this.#notes;
    if (this.#wire.length + this.#ticks.length + this.#forecasts.length + length === 0) return null;
    const batch: LogBatch = {
      wire: { bytes: this.#wire.take(), ends: this.#wireEnds.take(), atMs: this.#wireAt.take() },
      ticks: { numbers: this.#ticks.take(), atMs: this.#ticksAt.take(), measured: this.#measured.take() },
      forecasts: {
        numbers: this.#forecasts.take(),
        atMs: this.#forecastsAt.take(),
        values: this.#values.map((v) => v.take()),
      },
      notes: this.#notes,
    };
    this.#notes = [];
    return batch;
  }
}

type Numbers =
  | Uint8Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** A typed array that grows; taking copies out what is in it. */
class Growing<A extends Numbers> {
  readonly #make: new (
    length: number,
  ) => A;
  #values: A;
  length = 0;

  constructor(make: new (length: number) => A, start: number) {
    this.#make = make;
    this.#values = new make(start);
  }

  add(value: number): void {
    this.#need(1);
    this.#values[this.length++] = value;
  }

  push(values: ArrayLike<number>): void {
    this.#need(values.length);
    this.#values.set(values, this.length);
    this.length += values.length;
  }

  take(): A {
    const taken = this.#values.slice(0, this.length) as A;
    this.length = 0;
    return taken;
  }

  #need(more: number): void {
    if (this.length + more <= this.#values.length) return;
    const grown = new this.#make(2 * (this.length + more));
    grown.set(this.#values.subarray(0, this.length));
    this.#values = grown;
  }
}
