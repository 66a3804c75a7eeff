import type { NetworkSpec } from '../../../network-spec';
import type { WeightTensor } from '../../executor';
import { randomValues, randomWeights, uniform } from '../../testing/random-networks';

export interface Job {
  weights: WeightTensor[];
  sequence: Float32Array;
  context: Float32Array;
  out: Float32Array;
}

/** Random weights and a batch of random inputs for a network; `out` has the right length. */
export function randomJob(spec: NetworkSpec, batch: number, seed: number): Job {
  const random = uniform(seed);
  return {
    weights: randomWeights(spec, random),
    sequence: randomValues(random, batch * spec.input.ticks * spec.input.channels),
    context: randomValues(random, batch * spec.input.context),
    out: new Float32Array(batch * spec.output.joints * spec.output.steps),
  };
}
