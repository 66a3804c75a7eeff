import type { Side } from '../../gait/channels';
import { Lift, type LiftShape } from '../regression/lift';
import type { Whitening } from '../regression/whitening';
import type { BaselineSource, RandomFeaturesWeights } from './baselines-file';
import type { LagShape } from './lag-vector';
import { WindowBaseline } from './window-baseline';

export interface RandomFeaturesModel {
  readonly whitening: Whitening;
  readonly lift: LiftShape;
  /** [lift size, outputs * steps], scaled units. */
  readonly weights: Float32Array;
  readonly source?: BaselineSource;
}

/** Ridge regression on random cosines of the scaled window: a shallow peer of the network. */
export class RandomFeatures extends WindowBaseline {
  readonly id: string;
  readonly #lift: Lift;
  readonly #lifted: Float64Array;
  readonly #weights: Float32Array;

  constructor(shape: LagShape, side: Side, model: RandomFeaturesModel, id: string) {
    super(shape, side, model.source);
    this.id = id;
    this.#lift = new Lift(model.whitening, model.lift);
    this.#lifted = new Float64Array(this.#lift.size);
    this.#weights = model.weights;
  }

  protected change(vector: Float32Array, out: Float64Array): void {
    this.#lift.lift(vector, 0, this.#lifted, 0);
    out.fill(0);
    const width = out.length;
    for (let k = 0; k < this.#lifted.length; k++) {
      const v = this.#lifted[k];
      for (let o = 0; o < width; o++) out[o] += v * this.#weights[k * width + o];
    }
  }
}

/** As it runs: the curves of the file mixed into one weight for each output and step. */
export function randomFeaturesModel(
  file: Omit<RandomFeaturesWeights, 'inputs' | 'outputs' | 'source'> & { readonly source?: BaselineSource },
): RandomFeaturesModel {
  const features = file.mean.length;
  const components = file.projection.length / features;
  const rows = file.lift.cosines + components + 1;
  const curves = file.weights.length / rows;
  const width = file.basis.length / curves;
  const weights = new Float32Array(rows * width);
  for (let r = 0; r < rows; r++)
    for (let k = 0; k < curves; k++) {
      const w = file.weights[r * curves + k];
      for (let o = 0; o < width; o++) weights[r * width + o] += w * file.basis[k * width + o];
    }
  const mean = Float64Array.from(file.mean);
  const projection = Float64Array.from(file.projection);
  return {
    whitening: { features, components, mean, projection },
    lift: file.lift,
    weights,
    source: file.source,
  };
}

/** What the file's windows look like. */
export const randomFeaturesShape = (file: RandomFeaturesWeights): LagShape => ({
  inputs: file.inputs,
  outputs: file.outputs,
  windowTicks: file.windowTicks,
  steps: file.steps,
  scaling: { kind: 'window', minRange: file.minRange },
});
