import { Rng } from '../../../../gait/rng';
import type { NetworkSpec } from '../../../network-spec';
import type { WeightTensor } from '../../executor';
import { initWeights } from '../../weights';

export interface Job {
  weights: WeightTensor[];
  sequence: Float32Array;
  context: Float32Array;
  out: Float32Array;
}

/** Random weights (biases too) and a batch of random inputs; `out` has the right length. */
export function randomJob(spec: NetworkSpec, batch: number, seed: number): Job {
  const rng = new Rng(seed);
  const random = () => rng.uniform();
  const filled = (length: number) => Float32Array.from({ length }, () => rng.uniform(-1.5, 1.5));
  const weights = initWeights(spec, random).map((w) =>
    w.name.endsWith('/bias') ? { ...w, data: w.data.map((x) => x + rng.uniform(-0.3, 0.3)) } : w,
  );
  return {
    weights,
    sequence: filled(batch * spec.input.ticks * spec.input.channels),
    context: filled(batch * spec.input.context),
    out: new Float32Array(batch * spec.output.joints * spec.output.steps),
  };
}

/** ||a - b|| / ||b|| */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values against ${b.length}`);
  let difference = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(difference / size);
}
