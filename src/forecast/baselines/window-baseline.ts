import { bindToSide, type ChannelName, type Side } from '../../gait/channels';
import type { Forecaster, History } from '../forecaster';
import type { BaselineSource } from './baselines-file';
import { type LagShape, LagVector } from './lag-vector';
import { SourceView } from './source';

/** What all baselines on scaled windows share: they write the change from the present in units of s. */
export abstract class WindowBaseline implements Forecaster {
  abstract readonly id: string;
  readonly kind = 'baseline';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  readonly windowTicks: number;
  readonly steps: number;
  readonly #vector: LagVector;
  readonly #past: SourceView;
  readonly #change: Float64Array;

  constructor(shape: LagShape, side: Side, source: BaselineSource = 'input') {
    this.#vector = new LagVector(shape, side);
    this.#past = new SourceView(source);
    this.inputs = this.#vector.inputs;
    this.outputs = shape.outputs.map((name) => bindToSide(name, side));
    this.windowTicks = shape.windowTicks;
    this.steps = shape.steps;
    this.#change = new Float64Array(shape.outputs.length * shape.steps);
  }

  /** From the vector of the window to changes [outputs * steps]. */
  protected abstract change(vector: Float32Array, out: Float64Array): void;

  forecast(history: History, out: Float32Array): void {
    const change = this.#change;
    if (!this.#vector.read(this.#past.of(history))) {
      out.fill(Number.NaN, 0, change.length);
      return;
    }
    this.change(this.#vector.values, change);
    for (let i = 0; i < change.length; i++) {
      const j = Math.floor(i / this.steps);
      out[i] = this.#vector.present[j] + this.#vector.scale[j] * change[i];
    }
  }

  dispose(): void {
    // Holds nothing but memory.
  }
}
