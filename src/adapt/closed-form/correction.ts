import { Lift, type LiftShape } from './lift';
import { ridge } from './ridge';
import type { Whitening } from './whitening';

/** What a person's strides taught about a network's remaining error, in scaled units: all that has to be kept of it. */
export interface Correction {
  readonly whitening: Whitening;
  readonly lift: LiftShape;
  /** [lift size, outputs]. */
  readonly weights: Float32Array;
  readonly outputs: number;
}

/** Chosen on people of the other folds, docs/adaptation.md. */
export const LIFT: LiftShape = {
  leading: 20,
  cosines: 600,
  frequency: 2,
  linear: 0.3,
  constant: 0.3,
  seed: 1,
};
export const COMPONENTS = 40;
/** Ticks' worth of "nothing to correct". */
const PSEUDO_COUNT = 2;

/** Deep features lifted once, to be fitted and applied many times. */
export class LiftedRows {
  readonly count: number;
  readonly width: number;
  readonly values: Float64Array;

  constructor(whitening: Whitening, features: Float32Array, shape: LiftShape = LIFT) {
    const lift = new Lift(whitening, shape);
    this.width = lift.size;
    this.count = features.length / whitening.features;
    this.values = new Float64Array(this.count * this.width);
    for (let r = 0; r < this.count; r++)
      lift.lift(features, r * whitening.features, this.values, r * this.width);
  }

  take(rows: readonly number[]): Float64Array {
    const picked = new Float64Array(rows.length * this.width);
    rows.forEach((r, i) => {
      picked.set(this.values.subarray(r * this.width, (r + 1) * this.width), i * this.width);
    });
    return picked;
  }
}

/** Weights [width, outputs] from residuals [all rows, outputs], of the given rows. */
export function fitCorrection(
  lifted: LiftedRows,
  residual: Float32Array,
  rows: readonly number[],
  outputs: number,
): Float32Array {
  const y = new Float64Array(rows.length * outputs);
  rows.forEach((r, i) => {
    for (let o = 0; o < outputs; o++) y[i * outputs + o] = residual[r * outputs + o];
  });
  return Float32Array.from(ridge(lifted.take(rows), y, rows.length, lifted.width, outputs, PSEUDO_COUNT));
}

/** Correction of the given rows, [rows, outputs]. */
export function applyCorrection(
  lifted: LiftedRows,
  weights: Float32Array,
  rows: readonly number[],
  outputs: number,
): Float32Array {
  const out = new Float32Array(rows.length * outputs);
  rows.forEach((r, i) => {
    for (let k = 0; k < lifted.width; k++) {
      const v = lifted.values[r * lifted.width + k];
      for (let o = 0; o < outputs; o++) out[i * outputs + o] += v * weights[k * outputs + o];
    }
  });
  return out;
}

/** The correction of one row of deep features, live. Allocates nothing per call. */
export class LiveCorrection {
  readonly #lift: Lift;
  readonly #weights: Float32Array;
  readonly #lifted: Float64Array;
  readonly #outputs: number;

  constructor({ whitening, lift, weights, outputs }: Correction) {
    this.#lift = new Lift(whitening, lift);
    this.#weights = weights;
    this.#outputs = outputs;
    this.#lifted = new Float64Array(this.#lift.size);
  }

  /** Writes [outputs] in scaled units. */
  apply(features: Float32Array, out: Float32Array): void {
    const outputs = this.#outputs;
    this.#lift.lift(features, 0, this.#lifted, 0);
    out.fill(0, 0, outputs);
    for (let k = 0; k < this.#lifted.length; k++) {
      const v = this.#lifted[k];
      for (let o = 0; o < outputs; o++) out[o] += v * this.#weights[k * outputs + o];
    }
  }
}
