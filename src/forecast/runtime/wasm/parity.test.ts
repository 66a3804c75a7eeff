import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../network-spec';
import { planNetwork } from '../plan';
import { referenceForward, referenceGradients } from '../reference/network';
import {
  networkSpec,
  randomValues,
  randomWeights,
  relativeDistance,
  uniform,
} from '../testing/random-networks';
import { wasmRelaxed, wasmSimd } from './wasm-executor';
import { createTrainer } from './wasm-trainer';

// Node 20 has relaxed SIMD behind a flag, which its engine reads when a module is compiled.
setFlagsFromString('--experimental-wasm-relaxed-simd');

const MAX_BATCH = 7;
const batches = fc.array(fc.integer({ min: 1, max: MAX_BATCH }), { minLength: 1, maxLength: 3 });
const seeds = fc.integer({ min: 0, max: 1e9 });

function inputs(spec: NetworkSpec, batch: number, random: () => number) {
  const { ticks, channels, context } = spec.input;
  const { outputs } = planNetwork(spec);
  return {
    sequence: randomValues(random, batch * ticks * channels),
    context: randomValues(random, batch * context),
    target: randomValues(random, batch * outputs),
    outputWeights: randomValues(random, outputs).map((v) => 1 + v),
    outputs,
  };
}

describe.each([
  ['simd' as const, wasmSimd],
  ['relaxed' as const, wasmRelaxed],
])('WebAssembly kernels, %s', (build, factory) => {
  it('forecast as the float64 reference does, within 1e-5, whatever ran before', async () => {
    await fc.assert(
      fc.asyncProperty(networkSpec, batches, seeds, async (spec, sizes, seed) => {
        const random = uniform(seed);
        const weights = randomWeights(spec, random);
        const executor = await factory(spec, weights, MAX_BATCH);
        for (const batch of sizes) {
          const { sequence, context, outputs } = inputs(spec, batch, random);
          const out = new Float32Array(batch * outputs);
          await executor.run(batch, sequence, context, out);
          const expected = referenceForward(spec, weights, batch, sequence, context);
          expect(relativeDistance(out, expected)).toBeLessThan(1e-5);
        }
        executor.dispose();
      }),
      { numRuns: 100, seed: 1 },
    );
  }, 120_000);

  it('give the gradients of the float64 reference, within 1e-4 per tensor, whatever ran before', async () => {
    await fc.assert(
      fc.asyncProperty(networkSpec, batches, seeds, fc.boolean(), async (spec, sizes, seed, square) => {
        const random = uniform(seed);
        const weights = randomWeights(spec, random);
        const trainer = await createTrainer(spec, weights, { maxBatch: MAX_BATCH, seed: 1, build });
        const options = square ? { loss: 'mse' as const } : { loss: 'smooth_l1' as const, beta: 0.5 };
        for (const batch of sizes) {
          const { sequence, context, target, outputWeights } = inputs(spec, batch, random);
          const got = trainer.gradients(batch, sequence, context, target, outputWeights, options);
          const args = [batch, sequence, context, target, outputWeights, options] as const;
          const expected = referenceGradients(spec, weights, ...args);
          expect(Math.abs(got.loss - expected.loss) / expected.loss).toBeLessThan(1e-5);
          const learnt = expected.gradients.filter((g) => g.name !== 'basis/kernel');
          // A gradient that cancels (scores under softmax, a lone bias) is mostly rounding: it is held to the rest.
          const floor = 1e-2 * Math.max(...learnt.map((g) => Math.hypot(...g.data)));
          for (const { name, data } of learnt) {
            const found = got.gradients.find((g) => g.name === name)!;
            expect(relativeDistance(found.data, data, floor), name).toBeLessThan(1e-4);
          }
        }
      }),
      { numRuns: 150, seed: 2 },
    );
  }, 120_000);
});
