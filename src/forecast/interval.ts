import { Pairing } from './pairing';

/**
 * Step of the tracker in log(q) for each label, up to output step 10; beyond it smaller by (10 / step)^0.5, because labels come so
 * late that the tracker would swing. Chosen with its fall on 16 people: docs/evidence-log.md.
 */
const RATE = 0.05;
const FULL_RATE_STEPS = 10;
const FALL = 0.5;
const MISS = 0.1;
/** q stays within these, in units of the window's range, whatever the stream does. */
const MIN_LOG_Q = Math.log(1e-4);
const MAX_LOG_Q = Math.log(4);
/** Ticks by which a forecast may come late: the slowest executor needs some 10. */
const LATE = 100;

/**
 * 90 % interval around a forecast, for each joint and step, by online quantile tracking (adaptive conformal
 * inference, Gibbs and Candes 2021, in the quantile form of Angelopoulos et al. 2023): q is a quantile of |error| / s,
 * moved by log q += rate (missed - .1) whenever the truth for a step is known, so at least h ticks after the
 * forecast. s is the forecaster's own scale at the time of the forecast, times the factor of where the joint is in its
 * movement (interval-shape.ts) where one is known. Allocates nothing after construction.
 */
export class IntervalTracker {
  readonly #joints: number;
  readonly #steps: number;
  readonly #pairing: Pairing;
  readonly #start: Float64Array;
  readonly #logQ: Float64Array;
  readonly #rates: Float64Array;
  /** Rings: forecasts and the units of their q [row][joint * steps], truths [row][joint]. */
  readonly #means: Float32Array;
  readonly #units: Float32Array;
  readonly #truths: Float32Array;

  /** @param quantiles where q starts, [joints * steps], as the model's card gives them. */
  constructor(joints: number, steps: number, quantiles: ArrayLike<number>) {
    if (quantiles.length !== joints * steps) throw new RangeError('quantiles: not joints * steps');
    this.#joints = joints;
    this.#steps = steps;
    this.#pairing = new Pairing(steps, LATE, (row, step, truthRow) => this.#learn(row, step, truthRow));
    this.#start = Float64Array.from(quantiles, Math.log);
    this.#logQ = this.#start.slice();
    this.#rates = Float64Array.from(
      { length: steps },
      (_, i) => RATE * Math.min(1, (FULL_RATE_STEPS / (i + 1)) ** FALL),
    );
    this.#means = new Float32Array(this.#pairing.depth * joints * steps);
    this.#units = new Float32Array(this.#pairing.depth * joints * steps);
    this.#truths = new Float32Array(this.#pairing.depth * joints);
  }

  /** Takes the forecast made at `tick` and writes its interval; `scales` [joints] in deg, the rest [joints * steps]. */
  issue(
    tick: number,
    mean: Float32Array,
    scales: Float32Array,
    low: Float32Array,
    high: Float32Array,
    factors?: Float32Array,
  ): void {
    const size = this.#joints * this.#steps;
    const row = this.#pairing.row(tick);
    for (let j = 0; j < this.#joints; j++) {
      for (let i = j * this.#steps; i < (j + 1) * this.#steps; i++) {
        const m = mean[i];
        const unit = scales[j] * (factors === undefined ? 1 : factors[i]);
        const half = unit * Math.exp(this.#logQ[i]);
        this.#means[row * size + i] = m;
        this.#units[row * size + i] = unit;
        low[i] = m - half;
        high[i] = m + half;
      }
    }
    this.#pairing.forecast(tick);
  }

  /** The truth at `tick`, [joints] deg; NaN where unknown. */
  observe(tick: number, truth: Float32Array): void {
    const row = this.#pairing.row(tick);
    for (let j = 0; j < this.#joints; j++) this.#truths[row * this.#joints + j] = truth[j];
    this.#pairing.truth(tick);
  }

  /** q of one joint and step now, in units of s. */
  quantile(joint: number, step: number): number {
    return Math.exp(this.#logQ[joint * this.#steps + step - 1]);
  }

  /** Forgets pending forecasts (the clock restarted); with `learned`, also what was learned of this stream. */
  reset(learned = false): void {
    this.#pairing.reset();
    if (learned) this.#logQ.set(this.#start);
  }

  #learn(row: number, step: number, truthRow: number): void {
    for (let j = 0; j < this.#joints; j++) {
      const i = j * this.#steps + step - 1;
      const at = row * this.#joints * this.#steps + i;
      const mean = this.#means[at];
      const error = Math.abs(this.#truths[truthRow * this.#joints + j] - mean);
      if (!Number.isFinite(error)) continue;
      const logQ = this.#logQ[i];
      const missed = error > this.#units[at] * Math.exp(logQ) ? 1 : 0;
      this.#logQ[i] = Math.min(
        MAX_LOG_Q,
        Math.max(MIN_LOG_Q, logQ + this.#rates[step - 1] * (missed - MISS)),
      );
    }
  }
}
