import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { networkSpecSchema } from '../../network-spec';
import { randomValues, randomWeights, relativeDistance, uniform } from '../testing/random-networks';
import type { StepOptions } from '../trainer';
import { createTrainer } from '../wasm/wasm-trainer';
import { createTfjsTrainer } from './tfjs-trainer';

const spec = networkSpecSchema.parse({
  version: 1,
  input: { ticks: 20, channels: 2, context: 3 },
  layers: [
    { kind: 'conv1d', filters: 5, kernel: 3, stride: 2 },
    { kind: 'pool', op: 'average', size: 2 },
    { kind: 'lstm', units: 6 },
  ],
  summary: ['last', 'attention'],
  attention: { form: 'dot' },
  head: [{ units: 8, activation: 'relu', rejoin: true }],
  output: { joints: 1, steps: 6, basis: 3 },
});
const BATCH = 5;
const random = uniform(41);
const weights = randomWeights(spec, random);
const batch = [
  BATCH,
  randomValues(random, BATCH * 40),
  randomValues(random, BATCH * 3),
  randomValues(random, BATCH * 6),
  randomValues(random, 6).map((v) => 1 + v),
] as const;

it.each<[string, StepOptions]>([
  ['squares', { learningRate: 0.01, loss: 'mse' }],
  [
    'smooth L1, decay, clipped norm, frozen layer',
    {
      learningRate: 0.01,
      loss: 'smooth_l1',
      beta: 0.4,
      weightDecay: 0.1,
      clipNorm: 0.05,
      frozen: ['conv1d_1', 'lstm_1/bias'],
    },
  ],
])('the TF.js trainer with the fused op steps as the WebAssembly trainer does: %s', async (_, options) => {
  const theirs = await createTfjsTrainer(spec, weights, 'cpu');
  const own = await createTrainer(spec, weights, { maxBatch: BATCH, seed: 1 });
  for (let i = 0; i < 4; i++) {
    const loss = own.step(...batch, options);
    expect(Math.abs((await theirs.step(...batch, options)) / loss - 1)).toBeLessThan(1e-4);
  }
  const held = tf.memory().numTensors;
  const found = new Map((await theirs.weights()).map((w) => [w.name, w.data]));
  for (const { name, data } of own.weights())
    expect(relativeDistance(found.get(name)!, data), name).toBeLessThan(1e-3);
  await theirs.step(...batch, options);
  expect(tf.memory().numTensors).toBe(held);
  theirs.dispose();
  expect(tf.memory().numTensors).toBe(0);
});
