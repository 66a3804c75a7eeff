import { Lift, type LiftShape } from '../../forecast/regression/lift';
import { solvePositive } from '../../forecast/regression/linear-algebra';
import type { Whitening } from '../../forecast/regression/whitening';

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

/** Deep features lifted once, to be fitted on and applied to many choices of rows. */
export class LiftedRows {
  readonly count: number;
  readonly width: number;
  readonly values: Float64Array;
  #gram: Float64Array | null = null;

  constructor(whitening: Whitening, features: Float32Array, shape: LiftShape = LIFT) {
    const lift = new Lift(whitening, shape);
    this.width = lift.size;
    this.count = features.length / whitening.features;
    this.values = new Float64Array(this.count * this.width);
    for (let r = 0; r < this.count; r++)
      lift.lift(features, r * whitening.features, this.values, r * this.width);
  }

  /** Products of all rows with all rows, [count, count]: what every fit and every prediction within them is made of. */
  get gram(): Float64Array {
    if (this.#gram !== null) return this.#gram;
    const { count: n, width: p, values: x } = this;
    const gram = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k < p; k++) sum += x[i * p + k] * x[j * p + k];
        gram[i * n + j] = sum;
        gram[j * n + i] = sum;
      }
    this.#gram = gram;
    return gram;
  }
}

/** Ridge regression of residuals on lifted rows, in its dual form: one number for each row and output. */
export class FittedCorrection {
  readonly #lifted: LiftedRows;
  readonly #rows: readonly number[];
  readonly #outputs: number;
  /** [rows, outputs]. */
  readonly #dual: Float64Array;

  /** From residuals [all rows, outputs], of the given rows. */
  constructor(lifted: LiftedRows, residual: Float32Array, rows: readonly number[], outputs: number) {
    const n = rows.length;
    const { gram, count } = lifted;
    const a = new Float64Array(n * n);
    const y = new Float64Array(n * outputs);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) a[i * n + j] = gram[rows[i] * count + rows[j]];
      a[i * n + i] += PSEUDO_COUNT;
      for (let o = 0; o < outputs; o++) y[i * outputs + o] = residual[rows[i] * outputs + o];
    }
    solvePositive(a, y, n, outputs);
    this.#lifted = lifted;
    this.#rows = rows;
    this.#outputs = outputs;
    this.#dual = y;
  }

  /** Correction of the given rows, [rows, outputs]. */
  predict(wanted: readonly number[]): Float32Array {
    const outputs = this.#outputs;
    const { gram, count } = this.#lifted;
    const sum = new Float64Array(outputs);
    const out = new Float32Array(wanted.length * outputs);
    wanted.forEach((r, i) => {
      sum.fill(0);
      for (let k = 0; k < this.#rows.length; k++) {
        const v = gram[r * count + this.#rows[k]];
        for (let o = 0; o < outputs; o++) sum[o] += v * this.#dual[k * outputs + o];
      }
      out.set(sum, i * outputs);
    });
    return out;
  }

  /** The same for windows to come: weights of the lifted features, [lift size, outputs]. */
  weights(): Float32Array {
    const { width, values } = this.#lifted;
    const outputs = this.#outputs;
    const w = new Float64Array(width * outputs);
    this.#rows.forEach((r, i) => {
      for (let k = 0; k < width; k++) {
        const v = values[r * width + k];
        for (let o = 0; o < outputs; o++) w[k * outputs + o] += v * this.#dual[i * outputs + o];
      }
    });
    return Float32Array.from(w);
  }
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
