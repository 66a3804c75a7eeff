/**
 * Brings each forecast and the truths of its steps together, once, in whichever order they come: the truth for step h
 * of the forecast made at tick k is the sample at tick k + h, but a forecast with a read-back may be ready later than that.
 * Callers keep their data in rings of `depth` rows and are told row numbers. Allocates nothing after construction.
 */
export class Pairing {
  readonly depth: number;
  readonly #steps: number;
  readonly #forecastTick: Float64Array;
  readonly #truthTick: Float64Array;
  readonly #onPair: (forecastRow: number, step: number, truthRow: number) => void;

  /** @param late ticks by which a forecast may come late and still be paired with every step. */
  constructor(
    steps: number,
    late: number,
    onPair: (forecastRow: number, step: number, truthRow: number) => void,
  ) {
    this.depth = steps + late + 1;
    this.#steps = steps;
    this.#forecastTick = new Float64Array(this.depth).fill(-1);
    this.#truthTick = new Float64Array(this.depth).fill(-1);
    this.#onPair = onPair;
  }

  row(tick: number): number {
    return tick % this.depth;
  }

  /** The forecast made at `tick` lies in its row. */
  forecast(tick: number): void {
    const row = this.row(tick);
    if (this.#forecastTick[row] === tick) return;
    this.#forecastTick[row] = tick;
    for (let h = 1; h <= this.#steps; h++) {
      const truthRow = this.row(tick + h);
      if (this.#truthTick[truthRow] === tick + h) this.#onPair(row, h, truthRow);
    }
  }

  /** The sample at `tick` lies in its row. Ticks ascend. */
  truth(tick: number): void {
    const row = this.row(tick);
    if (this.#truthTick[row] === tick) return;
    this.#truthTick[row] = tick;
    for (let h = 1; h <= this.#steps && h <= tick; h++) {
      const forecastRow = this.row(tick - h);
      if (this.#forecastTick[forecastRow] === tick - h) this.#onPair(forecastRow, h, row);
    }
  }

  /** Forgets what waits: the clock restarted. */
  reset(): void {
    this.#forecastTick.fill(-1);
    this.#truthTick.fill(-1);
  }
}
