import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../network-spec';
import type { WeightTensor } from '../executor';
import { planNetwork } from '../plan';
import { referenceForward, referenceGradients } from '../reference/network';
import {
  networkSpec,
  randomValues,
  randomWeights,
  relativeDistance,
  uniform,
} from '../testing/random-networks';
import { onBackend, startBackend } from '../tfjs/backends';
import { buildModel, setModelWeights } from '../tfjs/build-model';
import { registerCpuLstm } from '../tfjs/lstm-cpu';
import { fuseLstmLayers, registerLstmGradient } from '../tfjs/lstm-op';
import { tfjsCpu } from '../tfjs/tfjs-executors';

const BATCH = 3;
const seeds = fc.integer({ min: 0, max: 1e9 });

function inputs(spec: NetworkSpec, random: () => number) {
  const { ticks, channels, context } = spec.input;
  const { outputs } = planNetwork(spec);
  return {
    sequence: randomValues(random, BATCH * ticks * channels),
    context: randomValues(random, BATCH * context),
    target: randomValues(random, BATCH * outputs),
    ones: new Float32Array(outputs).fill(1),
    outputs,
  };
}

describe('TF.js on the CPU, random networks of the family', () => {
  it('forecasts as the float64 reference does, within 1e-5', async () => {
    await fc.assert(
      fc.asyncProperty(networkSpec, seeds, async (spec, seed) => {
        const random = uniform(seed);
        const weights = randomWeights(spec, random);
        const { sequence, context, outputs } = inputs(spec, random);
        const executor = await tfjsCpu(spec, weights, BATCH);
        const out = new Float32Array(BATCH * outputs);
        await executor.run(BATCH, sequence, context, out);
        executor.dispose();
        const expected = referenceForward(spec, weights, BATCH, sequence, context);
        expect(relativeDistance(out, expected)).toBeLessThan(1e-5);
      }),
      { numRuns: 25, seed: 3 },
    );
  }, 120_000);

  it.each([
    ['its own layers', false],
    ['the fused LSTM op', true],
  ])(
    'gives the gradients of the float64 reference with %s, within 1e-4 per tensor',
    async (_name, fused) => {
      await startBackend('cpu');
      registerCpuLstm();
      registerLstmGradient();
      await fc.assert(
        fc.asyncProperty(networkSpec, seeds, async (spec, seed) => {
          const random = uniform(seed);
          const weights = randomWeights(spec, random);
          const { sequence, context, target, ones } = inputs(spec, random);
          const found = await gradientsOf(spec, weights, sequence, context, target, fused);
          const { gradients } = referenceGradients(spec, weights, BATCH, sequence, context, target, ones, {
            loss: 'mse',
          });
          const learnt = gradients.filter((g) => g.name !== 'basis/kernel');
          // A gradient that cancels is mostly rounding: it is held to the rest.
          const floor = 1e-2 * Math.max(...learnt.map((g) => Math.hypot(...g.data)));
          for (const { name, data } of learnt)
            expect(relativeDistance(found.get(name)!, data, floor), name).toBeLessThan(1e-4);
        }),
        { numRuns: 25, seed: 4 },
      );
      expect(tf.memory().numTensors).toBe(0);
    },
    120_000,
  );
});

async function gradientsOf(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  sequence: Float32Array,
  context: Float32Array,
  target: Float32Array,
  fused: boolean,
): Promise<Map<string, Float32Array>> {
  const model = buildModel(spec);
  setModelWeights(model, spec, weights);
  if (fused) fuseLstmLayers(model);
  const variables = model.trainableWeights.map((w) => (w as unknown as { val: tf.Variable }).val);
  const { ticks, channels } = spec.input;
  const grads = onBackend('cpu', () => {
    const given: tf.Tensor[] = [tf.tensor3d(sequence, [BATCH, ticks, channels])];
    if (spec.input.context > 0) given.push(tf.tensor2d(context, [BATCH, spec.input.context]));
    const truth = tf.tensor2d(target, [BATCH, target.length / BATCH]);
    return tf.variableGrads(
      () => tf.mean(tf.square(tf.sub(model.apply(given) as tf.Tensor, truth))),
      variables,
    ).grads;
  });
  const found = new Map<string, Float32Array>();
  for (const [i, variable] of variables.entries())
    found.set(model.trainableWeights[i].originalName, (await grads[variable.name].data()) as Float32Array);
  tf.dispose(grads);
  model.dispose();
  return found;
}
