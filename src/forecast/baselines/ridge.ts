import { bindToSide, type ChannelName, type Side } from '../../gait/channels';
import type { Forecaster, History } from '../forecaster';
import type { RidgeWeights } from './baselines-file';
import { SourceView } from './source';

/**
 * Linear in the past: the change from the present at each step is a weighted sum of the past changes,
 * y(h) - c = sum over inputs i and lags k of w(h, i, k) (x_i(-k) - c_i), with weights fitted by ridge regression on other
 * people. Scale and zero of the angle cancel out. Reads conditioned values unless its weights say otherwise.
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
  readonly #past: SourceView;

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
    this.#past = new SourceView(weights.source ?? 'input');
  }

  forecast(history: History, out: Float32Array): void {
    const past = this.#past.of(history);
    for (let i = 0; i < this.inputs.length; i++) {
      const x = past.input(this.inputs[i], this.windowTicks);
      this.#present[i] = x[this.windowTicks - 1];
      ridgeFeatures(x, i, this.#features);
    }
    for (let j = 0; j < this.outputs.length; j++) {
      const present = this.#present[this.#outputInput[j]];
      linear(this.#coefficients, this.#features, present, j * this.steps, (j + 1) * this.steps, out);
    }
  }

  dispose(): void {
    // Holds nothing but memory.
  }
}

/** out[o] = present + w[o] . x for o in [from, to); four sums run side by side, which hides the latency of each. */
function linear(
  w: Float32Array,
  x: Float32Array,
  present: number,
  from: number,
  to: number,
  out: Float32Array,
): void {
  const n = x.length;
  let o = from;
  for (; o + 4 <= to; o += 4) {
    const at0 = o * n;
    const at1 = at0 + n;
    const at2 = at1 + n;
    const at3 = at2 + n;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let f = 0; f < n; f++) {
      const v = x[f];
      s0 += w[at0 + f] * v;
      s1 += w[at1 + f] * v;
      s2 += w[at2 + f] * v;
      s3 += w[at3 + f] * v;
    }
    out[o] = present + s0;
    out[o + 1] = present + s1;
    out[o + 2] = present + s2;
    out[o + 3] = present + s3;
  }
  for (; o < to; o++) {
    let sum = 0;
    for (let f = 0; f < n; f++) sum += w[o * n + f] * x[f];
    out[o] = present + sum;
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
