import { expect, it } from 'vitest';
import { type NetworkSpecInput, networkSpecSchema } from '../../src/forecast/network-spec';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { initWeights } from '../../src/forecast/runtime/weights';
import { Rng } from '../../src/gait/rng';
import { widened } from './widen';

const TICKS = 24;
const specOf = (channels: number, context: number, filters: number, units: number, lstm = 6) =>
  networkSpecSchema.parse({
    version: 1,
    input: { ticks: TICKS, channels, context },
    layers: [
      { kind: 'conv1d', filters, kernel: 5, stride: 2 },
      { kind: 'conv1d', filters: filters + 2, kernel: 3 },
      { kind: 'pool', op: 'average', size: 2 },
      { kind: 'lstm', units: lstm },
    ],
    summary: ['last', 'attention'],
    attention: { form: 'dot' },
    head: [{ units, activation: 'relu', rejoin: true }],
    output: { joints: 1, steps: 10, basis: 4 },
  } satisfies NetworkSpecInput);

const randomly = (seed: number) => {
  const rng = new Rng(seed);
  return () => rng.uniform();
};
/** Biases are 0 when fresh: something else shows whether they are carried over. */
const shaken = (weights: readonly WeightTensor[]): WeightTensor[] =>
  weights.map((w, k) => ({ ...w, data: w.data.map((v, i) => v + 0.1 * Math.sin(i + k)) }));

async function run(
  spec: ReturnType<typeof specOf>,
  weights: readonly WeightTensor[],
  sequence: Float32Array,
  context: Float32Array,
) {
  const executor = await wasmSimd(spec, weights, 1);
  const out = new Float32Array(10);
  await executor.run(1, sequence, context, out);
  executor.dispose();
  return out;
}

it('forecasts as the narrow network, whatever comes in on the new channels', async () => {
  const [narrow, wide] = [specOf(3, 5, 4, 8), specOf(5, 7, 6, 11)];
  const weights = shaken(initWeights(narrow, randomly(1)));
  const rng = new Rng(2);
  const sequence = Float32Array.from({ length: TICKS * 5 }, () => rng.normal());
  const context = Float32Array.from({ length: 7 }, () => rng.normal());
  const old = sequence.filter((_, i) => i % 5 < 3);
  const expected = await run(narrow, weights, old, context.slice(0, 5));
  const widely = widened(narrow, weights, wide, randomly(3));
  const found = await run(wide, widely, sequence, context);
  for (let i = 0; i < 10; i++) expect(found[i]).toBeCloseTo(expected[i], 5);
  expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.05);
});

it('leaves fresh weights inside what is new, so that it can learn', () => {
  const [narrow, wide] = [specOf(3, 5, 4, 8), specOf(5, 7, 6, 11)];
  const [kernel] = widened(narrow, initWeights(narrow, randomly(1)), wide, randomly(3));
  // [5, 5, 6]: new channel 4 into the first old filter, and into the first new one.
  expect(kernel.shape).toEqual([5, 5, 6]);
  expect(kernel.data[4 * 6]).toBe(0);
  expect(kernel.data[4 * 6 + 4]).not.toBe(0);
});

it('refuses a wider LSTM, whose attention would change', () => {
  const narrow = specOf(3, 5, 4, 8);
  const weights = initWeights(narrow, randomly(1));
  expect(() => widened(narrow, weights, specOf(3, 5, 4, 8, 7), randomly(3))).toThrow(RangeError);
});
