import type { Side } from '../../gait/channels';
import { Lift, type LiftShape } from '../regression/lift';
import type { Whitening } from '../regression/whitening';
import type { LagShape } from './lag-vector';
import { WindowBaseline } from './window-baseline';

export interface RandomFeaturesModel {
  readonly whitening: Whitening;
  readonly lift: LiftShape;
  /** [lift size, outputs * steps], scaled units. */
  readonly weights: Float32Array;
}

/** Ridge regression on random cosines of the scaled window: a shallow peer of the network. */
export class RandomFeatures extends WindowBaseline {
  readonly id = 'random_features_adapted';
  readonly #lift: Lift;
  readonly #lifted: Float64Array;
  readonly #weights: Float32Array;

  constructor(shape: LagShape, side: Side, { whitening, lift, weights }: RandomFeaturesModel) {
    super(shape, side);
    this.#lift = new Lift(whitening, lift);
    this.#lifted = new Float64Array(this.#lift.size);
    this.#weights = weights;
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
