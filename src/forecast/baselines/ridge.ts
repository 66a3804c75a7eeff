import { bindToSide, type ChannelName, type Side } from '../../gait/channels';
import type { Forecaster, History } from '../forecaster';
import type { RidgeWeights } from './baselines-file';

/**
 * Linear in the past: the change from the present at each step is a weighted sum of the past changes,
 * y(h) - c = sum over inputs i and lags k of w(h, i, k) (x_i(-k) - c_i), with weights fitted by ridge regression on other
 * people. Scale and zero of the angle cancel out. Reads conditioned values.
 */
export class Ridge implements Forecaster {
  readonly id: string;
  readonly kind = 'baseline';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  readonly windowTicks: number;
  readonly steps: number;
  readonly #coefficients: Float32Array;
  readonly #features: Float32Array;
  readonly #outputInput: readonly number[];
  readonly #present: Float64Array;

  constructor(weights: RidgeWeights, side: Side, id = 'ridge') {
    this.id = id;
    this.inputs = weights.inputs.map((name) => bindToSide(name, side));
    this.outputs = weights.outputs.map((name) => bindToSide(name, side));
    this.windowTicks = weights.windowTicks;
    this.steps = weights.steps;
    this.#coefficients = Float32Array.from(weights.coefficients);
    this.#features = new Float32Array(ridgeFeatureCount(weights));
    this.#outputInput = weights.outputs.map((name) => weights.inputs.indexOf(name));
    this.#present = new Float64Array(weights.inputs.length);
  }

  forecast(history: History, out: Float32Array): void {
    for (let i = 0; i < this.inputs.length; i++) {
      const x = history.input(this.inputs[i], this.windowTicks);
      this.#present[i] = x[this.windowTicks - 1];
      ridgeFeatures(x, i, this.#features);
    }
    const n = this.#features.length;
    for (let j = 0; j < this.outputs.length; j++) {
      const present = this.#present[this.#outputInput[j]];
      for (let o = j * this.steps; o < (j + 1) * this.steps; o++) {
        let sum = 0;
        for (let f = 0; f < n; f++) sum += this.#coefficients[o * n + f] * this.#features[f];
        out[o] = present + sum;
      }
    }
  }

  dispose(): void {
    // Holds nothing but memory.
  }
}

function ridgeFeatureCount(shape: Pick<RidgeWeights, 'inputs' | 'windowTicks'>): number {
  return shape.inputs.length * (shape.windowTicks - 1);
}

/** Changes x(-k) - c of input number `input`, oldest first, into its place in `features`. The same for fitting. */
export function ridgeFeatures(x: Float32Array, input: number, features: Float32Array): void {
  const lags = x.length - 1;
  const c = x[lags];
  for (let t = 0; t < lags; t++) features[input * lags + t] = x[t] - c;
}
