import { describe, expect, it } from 'vitest';
import { networkSpecSchema } from '../../network-spec';
import { randomValues, randomWeights, relativeDistance, uniform } from '../testing/random-networks';
import { createTrainer } from '../wasm/wasm-trainer';
import { createStockTrainer } from './stock-trainer';

const spec = networkSpecSchema.parse({
  version: 1,
  input: { ticks: 16, channels: 3, context: 2 },
  layers: [
    { kind: 'conv1d', filters: 5, kernel: 3 },
    { kind: 'pool', op: 'max', size: 2 },
    { kind: 'lstm', units: 6 },
  ],
  summary: ['attention'],
  attention: { form: 'additive', units: 4 },
  head: [],
  output: { joints: 1, steps: 7 },
});
const BATCH = 4;
const random = uniform(21);
const weights = randomWeights(spec, random);
const sequence = randomValues(random, BATCH * 48);
const context = randomValues(random, BATCH * 2);
const target = randomValues(random, BATCH * 7);

describe('training step of stock TF.js, the peer', () => {
  it.each([
    ['cpu' as const, []],
    ['wasm' as const, ['conv1d']],
  ])('is the same training as ours: %s', async (backend, frozen) => {
    const peer = await createStockTrainer(spec, weights, { backend, learningRate: 0.01, frozen });
    const own = await createTrainer(spec, weights, { maxBatch: BATCH, seed: 1 });
    const ones = new Float32Array(7).fill(1);
    const options = { learningRate: 0.01, loss: 'mse' as const, frozen: frozen.map((f) => `${f}_1`) };
    for (let i = 0; i < 5; i++) {
      const theirs = await peer.step(BATCH, sequence, context, target);
      expect(Math.abs(own.step(BATCH, sequence, context, target, ones, options) / theirs - 1)).toBeLessThan(
        1e-4,
      );
    }
    const learnt = new Map((await peer.weights()).map((w) => [w.name, w.data]));
    for (const { name, data } of own.weights())
      expect(relativeDistance(data, learnt.get(name)!), name).toBeLessThan(1e-3);
    peer.dispose();
  });
});
