import fc from 'fast-check';
import type { NetworkSpec, NetworkSpecInput } from '../../network-spec';
import { networkSpecSchema } from '../../network-spec';
import type { WeightTensor } from '../executor';
import { planNetwork } from '../plan';
import { initWeights } from '../weights';

/** Random members of the network family, with random weights and inputs, for property tests. */

const activation = fc.constantFrom('relu' as const, 'tanh' as const, 'linear' as const);
const units = fc.integer({ min: 1, max: 19 });
const layer: fc.Arbitrary<NetworkSpecInput['layers'][number]> = fc.oneof(
  fc.record({
    kind: fc.constant('conv1d' as const),
    filters: units,
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.constantFrom('same' as const, 'valid' as const, 'causal' as const),
    activation,
  }),
  fc.record({
    kind: fc.constant('pool' as const),
    op: fc.constantFrom('max' as const, 'average' as const),
    size: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant('lstm' as const), units }),
  fc.record({ kind: fc.constant('reweight' as const), units }),
);

/** Specs that leave at least one step of the sequence. */
export const networkSpec: fc.Arbitrary<NetworkSpec> = fc
  .record({
    version: fc.constant(1 as const),
    input: fc.record({
      ticks: fc.integer({ min: 5, max: 30 }),
      channels: fc.integer({ min: 1, max: 10 }),
      context: fc.integer({ min: 0, max: 9 }),
    }),
    layers: fc.array(layer, { maxLength: 4 }),
    summary: fc.uniqueArray(
      fc.constantFrom('last' as const, 'attention' as const, 'mean' as const, 'flatten' as const),
      { minLength: 1 },
    ),
    attention: fc.oneof(
      fc.constant({ form: 'dot' as const }),
      fc.record({ form: fc.constant('additive' as const), units }),
    ),
    head: fc.array(fc.record({ units, activation, rejoin: fc.boolean() }), { maxLength: 2 }),
    output: fc.record({
      joints: fc.integer({ min: 1, max: 2 }),
      steps: fc.integer({ min: 1, max: 20 }),
      basis: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    }),
  })
  .map((spec) => networkSpecSchema.parse(spec))
  .filter((spec) => {
    try {
      planNetwork(spec);
      return true;
    } catch {
      return false;
    }
  });

/** Uniform in [0, 1), the same for the same seed. */
export function uniform(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

export function randomValues(random: () => number, length: number): Float32Array {
  return Float32Array.from({ length }, () => 2 * random() - 1);
}

/** Fresh weights with biases off zero, so that no activation sits on its kink. */
export function randomWeights(spec: NetworkSpec, random: () => number): WeightTensor[] {
  return initWeights(spec, random).map((w) => ({
    ...w,
    data: w.data.map((v) => v + 0.2 * (2 * random() - 1)),
  }));
}

/** ||a - b|| / ||b||, with `floor` as the least that counts as ||b||. */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>, floor = 0): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i] - b[i]) ** 2;
    norm += b[i] ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference) / Math.max(Math.sqrt(norm), floor);
}
