import { Rng } from '../../gait/rng';
import type { Whitening } from './whitening';
import { whiten } from './whitening';

/**
 * Whitened deep features become what a ridge regression corrects with: random cosines of the leading components (which
 * approximate a Gaussian kernel, so that the correction fades where the person was never seen), all components weakly, and a
 * constant. Drawn from a seed: only the seed is kept.
 */
export interface LiftShape {
  /** Leading components that the cosines see. */
  readonly leading: number;
  readonly cosines: number;
  /** Width of the kernel: greater is more local. */
  readonly frequency: number;
  readonly linear: number;
  readonly constant: number;
  readonly seed: number;
}

export class Lift {
  readonly size: number;
  readonly #whitening: Whitening;
  readonly #shape: LiftShape;
  readonly #leading: number;
  readonly #directions: Float64Array;
  readonly #phases: Float64Array;
  readonly #white: Float64Array;

  constructor(whitening: Whitening, shape: LiftShape) {
    this.#whitening = whitening;
    this.#shape = shape;
    this.#leading = Math.min(shape.leading, whitening.components);
    const rng = new Rng(shape.seed);
    const width = shape.frequency / Math.sqrt(this.#leading);
    this.#directions = Float64Array.from(
      { length: shape.cosines * this.#leading },
      () => width * rng.normal(),
    );
    this.#phases = Float64Array.from({ length: shape.cosines }, () => rng.uniform(0, 2 * Math.PI));
    this.#white = new Float64Array(whitening.components);
    this.size = shape.cosines + whitening.components + 1;
  }

  /** Writes [size] at `outAt` for the row of deep features at `rowAt`. */
  lift(row: Float32Array, rowAt: number, out: Float64Array, outAt: number): void {
    const { cosines, linear, constant } = this.#shape;
    const white = this.#white;
    whiten(this.#whitening, row, rowAt, white);
    const q = this.#leading;
    const height = Math.sqrt(2 / cosines);
    for (let m = 0; m < cosines; m++) {
      let angle = this.#phases[m];
      for (let k = 0; k < q; k++) angle += this.#directions[m * q + k] * white[k];
      out[outAt + m] = height * Math.cos(angle);
    }
    const weak = linear / Math.sqrt(white.length);
    for (let k = 0; k < white.length; k++) out[outAt + cosines + k] = weak * white[k];
    out[outAt + this.size - 1] = constant;
  }
}
