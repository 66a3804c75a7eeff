/** Latest errors that are kept: the longest mean of a rule. */
const KEPT = 10;
/** The usual error follows the person by this much a tick, in log, and stays within these, in units of the card's quantile. */
const RATE = 0.02;
const MISS = 0.1;
const [LEAST, MOST] = [Math.log(0.6), Math.log(2.5)];

/**
 * Errors of one joint at one step, as they become known, in units of the 90 % quantile that is usual of this person: a quantile
 * tracker that begins at the card's and follows slowly.
 */
export class Errors {
  readonly #step: number;
  readonly #offset: number;
  readonly #quantile: number;
  /** Forecasts of the last `step` ticks: what was said, its unit, and when. */
  readonly #said: Float32Array;
  readonly #unit: Float32Array;
  readonly #madeAt: Float64Array;
  readonly #latest = new Float64Array(KEPT).fill(Number.NaN);
  #at = 0;
  #logUsual = 0;

  /** @param offset where the joint's steps begin in a forecast; @param quantile 90 % of |error| / s at this step. */
  constructor(step: number, offset: number, quantile: number) {
    this.#step = step;
    this.#offset = offset;
    this.#quantile = quantile;
    this.#said = new Float32Array(step + 1);
    this.#unit = new Float32Array(step + 1);
    this.#madeAt = new Float64Array(step + 1).fill(-1);
  }

  issue(tick: number, mean: Float32Array, scale: number): void {
    const row = tick % this.#madeAt.length;
    this.#said[row] = mean[this.#offset + this.#step - 1];
    this.#unit[row] = scale * this.#quantile;
    this.#madeAt[row] = tick;
  }

  observe(tick: number, value: number): void {
    const made = tick - this.#step;
    const row = ((made % this.#madeAt.length) + this.#madeAt.length) % this.#madeAt.length;
    const known = made >= 0 && this.#madeAt[row] === made;
    const error = known ? (value - this.#said[row]) / this.#unit[row] : Number.NaN;
    this.#latest[this.#at] = error / Math.exp(this.#logUsual);
    this.#at = this.#at + 1 === KEPT ? 0 : this.#at + 1;
    if (!Number.isFinite(error)) return;
    const missed = Math.log(Math.abs(error)) > this.#logUsual ? 1 : 0;
    this.#logUsual = Math.min(MOST, Math.max(LEAST, this.#logUsual + RATE * (missed - MISS)));
  }

  /** Mean size of the last `over` errors; a few alone do not make a mean. */
  meanSize(over: number): number {
    let sum = 0;
    let count = 0;
    for (let k = 1; k <= over; k++) {
      const e = this.#latest[(this.#at - k + KEPT) % KEPT];
      if (!Number.isFinite(e)) continue;
      sum += Math.abs(e);
      count++;
    }
    return sum / Math.max(count, over / 2);
  }
}
