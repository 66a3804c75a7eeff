import { bindToSide, type ChannelName, type Side } from '../../gait/channels';
import type { History } from '../forecaster';
import type { FeatureCard } from '../model-card';

/** What a baseline looks at: the same window and scaling as the network, thinned where it is long ago. */
export type LagShape = Pick<FeatureCard, 'inputs' | 'outputs' | 'windowTicks' | 'steps' | 'scaling'>;

/** Every tick of the latest so many, then every fifth. */
const DENSE_TICKS = 20;
const SPARSE_EVERY = 5;

/** A window that moves less is scaled as if it moved by this, deg. */
export const leastRange = (scaling: LagShape['scaling']): number =>
  scaling.kind === 'window' ? scaling.minRange : 20;

/**
 * Windows as vectors: for each input with newest value c and scale s (range of the window, at least the card's),
 * (x - c) / s at the lags, then (c - min) / s and ln(s / 60).
 */
export class LagVector {
  readonly inputs: readonly ChannelName[];
  readonly size: number;
  readonly values: Float32Array;
  /** Newest value and scale of each output at the last `read`. */
  readonly present: Float64Array;
  readonly scale: Float64Array;
  readonly #shape: LagShape;
  readonly #lags: readonly number[];
  readonly #outputOf: readonly number[];

  constructor(shape: LagShape, side: Side) {
    this.#shape = shape;
    this.inputs = shape.inputs.map((name) => bindToSide(name, side));
    const lags: number[] = [];
    for (let k = 1; k < shape.windowTicks; k += k < DENSE_TICKS ? 1 : SPARSE_EVERY) lags.push(k);
    this.#lags = lags;
    this.size = shape.inputs.length * (lags.length + 2);
    this.values = new Float32Array(this.size);
    this.present = new Float64Array(shape.outputs.length);
    this.scale = new Float64Array(shape.outputs.length);
    this.#outputOf = shape.inputs.map((name) => shape.outputs.indexOf(name));
  }

  /** False when a window holds a value that is not finite. Throws RangeError when the history is too short. */
  read(history: Pick<History, 'input'>): boolean {
    const { windowTicks } = this.#shape;
    const least = leastRange(this.#shape.scaling);
    let at = 0;
    for (let i = 0; i < this.inputs.length; i++) {
      const x = history.input(this.inputs[i], windowTicks);
      let min = Number.POSITIVE_INFINITY;
      let max = Number.NEGATIVE_INFINITY;
      let sum = 0;
      for (let t = 0; t < windowTicks; t++) {
        if (x[t] < min) min = x[t];
        if (x[t] > max) max = x[t];
        sum += x[t];
      }
      if (!Number.isFinite(sum)) return false;
      const c = x[windowTicks - 1];
      const s = Math.max(max - min, least);
      for (const k of this.#lags) this.values[at++] = (x[windowTicks - 1 - k] - c) / s;
      this.values[at++] = (c - min) / s;
      this.values[at++] = Math.log(s / 60);
      const output = this.#outputOf[i];
      if (output >= 0) {
        this.present[output] = c;
        this.scale[output] = s;
      }
    }
    return true;
  }
}
