import { describe, expect, it } from 'vitest';
import { networkSpecSchema } from '../../network-spec';
import type { WeightTensor } from '../executor';
import { referenceGradients } from '../reference/network';
import { randomValues, randomWeights, relativeDistance, uniform } from '../testing/random-networks';
import type { StepOptions } from '../trainer';
import { wasmSimd } from './wasm-executor';
import { createTrainer } from './wasm-trainer';

const spec = networkSpecSchema.parse({
  version: 1,
  input: { ticks: 24, channels: 3, context: 5 },
  layers: [
    { kind: 'conv1d', filters: 6, kernel: 3, stride: 2 },
    { kind: 'pool', op: 'average', size: 2 },
    { kind: 'lstm', units: 7 },
  ],
  summary: ['last', 'attention'],
  attention: { form: 'dot' },
  head: [{ units: 9, activation: 'relu', rejoin: true, dropout: 0.3 }],
  output: { joints: 1, steps: 10, basis: 4 },
});
const plain = { ...spec, head: spec.head.map((layer) => ({ ...layer, dropout: 0 })) };
/** Can fit any target: no basis. */
const free = { ...plain, output: { joints: 1, steps: 10 } };
const BATCH = 6;
const random = uniform(5);
const weights = randomWeights(spec, random);
const batch = [
  BATCH,
  randomValues(random, BATCH * 24 * 3),
  randomValues(random, BATCH * 5),
  randomValues(random, BATCH * 10),
  randomValues(random, 10).map((v) => 1 + v),
] as const;
const options: StepOptions = {
  learningRate: 0.01,
  loss: 'smooth_l1',
  beta: 0.5,
  weightDecay: 0.1,
  clipNorm: 0.05,
};

const trainer = (seed = 1, of = spec) => createTrainer(of, weights, { maxBatch: BATCH, seed });
const named = (list: readonly WeightTensor[], name: string) => list.find((w) => w.name === name)!.data;

/** Adam as its paper has it, with decoupled decay of kernels and clipped gradients, in double precision. */
function adamByHand(steps: number): Map<string, Float64Array> {
  let now = weights.map((w) => ({ ...w, exact: Float64Array.from(w.data) }));
  const first = new Map(now.map((w) => [w.name, new Float64Array(w.data.length)]));
  const second = new Map(now.map((w) => [w.name, new Float64Array(w.data.length)]));
  for (let t = 1; t <= steps; t++) {
    const { gradients } = referenceGradients(plain, now, ...batch, options);
    const learnt = gradients.filter((g) => g.name !== 'basis/kernel');
    const norm = Math.sqrt(learnt.reduce((s, g) => s + g.data.reduce((q, v) => q + v * v, 0), 0));
    const clip = Math.min(1, options.clipNorm! / norm);
    expect(clip).toBeLessThan(1);
    now = now.map((w) => {
      const g = learnt.find((x) => x.name === w.name)?.data;
      if (g === undefined) return w;
      const m = first.get(w.name)!;
      const v = second.get(w.name)!;
      const exact = w.exact.map((old, i) => {
        m[i] = 0.9 * m[i] + 0.1 * clip * g[i];
        v[i] = 0.999 * v[i] + 0.001 * (clip * g[i]) ** 2;
        const step = m[i] / (1 - 0.9 ** t) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-7);
        const decay = w.name.endsWith('kernel') ? options.weightDecay! : 0;
        return old - options.learningRate * (step + decay * old);
      });
      return { ...w, exact, data: Float32Array.from(exact) };
    });
  }
  return new Map(now.map((w) => [w.name, w.exact]));
}

describe('WebAssembly trainer', () => {
  it('steps as Adam with decoupled weight decay and a clipped norm does', async () => {
    const t = await trainer(1, plain);
    for (let i = 0; i < 5; i++) t.step(...batch, options);
    const expected = adamByHand(5);
    for (const { name, data } of t.weights())
      expect(relativeDistance(data, expected.get(name)!), name).toBeLessThan(2e-4);
  });

  it('learns: the loss falls to a twentieth', async () => {
    const t = await createTrainer(free, randomWeights(free, uniform(6)), { maxBatch: BATCH, seed: 1 });
    const gentle: StepOptions = { learningRate: 0.01, loss: 'mse' };
    const start = t.step(...batch, gentle);
    for (let i = 0; i < 300; i++) t.step(...batch, gentle);
    expect(t.step(...batch, gentle)).toBeLessThan(start / 20);
  });

  it('leaves frozen weights and the basis as they were, and still trains the rest the same way', async () => {
    const frozen = ['conv1d_1', 'lstm_1/bias'];
    const t = await trainer();
    t.step(...batch, { ...options, frozen });
    for (const { name, data } of t.weights()) {
      const same = relativeDistance(data, named(weights, name)) === 0;
      expect(same, name).toBe([...frozen, 'basis'].some((f) => name.startsWith(f)));
    }
    // Without clipping, what is frozen below does not change what is learnt above.
    const unclipped = { ...options, clipNorm: undefined };
    const a = await trainer();
    a.step(...batch, { ...unclipped, frozen });
    const b = await trainer();
    b.step(...batch, unclipped);
    expect(named(a.weights(), 'dense_1/kernel')).toEqual(named(b.weights(), 'dense_1/kernel'));
    expect(() => t.step(...batch, { ...options, frozen: ['conv1d_9'] })).toThrow('nothing named conv1d_9');
  });

  it('continues from a saved state bit by bit, dropout included', async () => {
    const through = await trainer();
    for (let i = 0; i < 6; i++) through.step(...batch, options);
    const before = await trainer();
    for (let i = 0; i < 3; i++) before.step(...batch, options);
    const state = structuredClone(before.save());
    const after = await trainer();
    after.restore(state);
    for (let i = 0; i < 3; i++) after.step(...batch, options);
    expect(after.weights()).toEqual(through.weights());
  });

  it('drops inputs in training only, by seed, at the rate of the layer', async () => {
    const [a, b, c] = [await trainer(1), await trainer(1), await trainer(2)];
    expect(a.step(...batch, options)).toBe(b.step(...batch, options));
    expect(a.step(...batch, options)).not.toBe(c.step(...batch, options));
    const loss = { loss: 'mse' as const };
    const d = await trainer(3);
    const e = await trainer(3, plain);
    expect(d.gradients(...batch, loss)).toEqual(e.gradients(...batch, loss));

    // A head of one linear unit on a constant input of ones: its output is the share that was kept, scaled.
    const probe = networkSpecSchema.parse({
      version: 1,
      input: { ticks: 1, channels: 1, context: 4000 },
      layers: [],
      summary: ['last'],
      head: [{ units: 1, activation: 'linear', dropout: 0.25 }],
      output: { joints: 1, steps: 1 },
    });
    const ones = (name: string, length: number) => ({
      name,
      shape: name.endsWith('bias') ? [length] : [length, 1],
      data: new Float32Array(length).fill(name.endsWith('bias') ? 0 : 1),
    });
    const set = [
      ones('dense_1/kernel', 4001),
      ones('dense_1/bias', 1),
      ones('output/kernel', 1),
      ones('output/bias', 1),
    ];
    const p = await createTrainer(probe, set, { maxBatch: 1, seed: 9 });
    const one = new Float32Array(1);
    const loss1 = p.step(
      1,
      one,
      new Float32Array(4000).fill(1),
      new Float32Array(1),
      one.map(() => 1),
      {
        learningRate: 0,
        loss: 'mse',
      },
    );
    const kept = (Math.sqrt(loss1) * 0.75) / 4000;
    expect(Math.abs(kept - 0.75)).toBeLessThan(5 * Math.sqrt((0.75 * 0.25) / 4000));
    expect(kept).not.toBe(0.75);
  });

  it('predicts as the executor with the same weights', async () => {
    const t = await trainer();
    for (let i = 0; i < 3; i++) t.step(...batch, options);
    const executor = await wasmSimd(spec, t.weights(), BATCH);
    const [a, b] = [new Float32Array(BATCH * 10), new Float32Array(BATCH * 10)];
    t.predict(BATCH, batch[1], batch[2], a);
    await executor.run(BATCH, batch[1], batch[2], b);
    expect(a).toEqual(b);
  });

  it('refuses what does not fit', async () => {
    const t = await trainer();
    const empty = new Float32Array(0);
    expect(() => t.predict(BATCH + 1, batch[1], batch[2], empty)).toThrow('batch 7 is above 6');
    expect(() => t.predict(BATCH, empty, batch[2], empty)).toThrow('0 values given, 432 needed');
    await expect(createTrainer(spec, weights.slice(1), { maxBatch: 1, seed: 1 })).rejects.toThrow('missing');
  });
});
