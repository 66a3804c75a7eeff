import { describe, expect, it } from 'vitest';
import { networkSpecSchema } from '../forecast/network-spec';
import { randomValues, randomWeights, uniform } from '../forecast/runtime/testing/random-networks';
import { wasmSimd } from '../forecast/runtime/wasm/wasm-executor';
import { cutNetwork } from './deep-network';

const variants = [
  { head: [{ units: 9, activation: 'relu', rejoin: true }], output: { joints: 1, steps: 10, basis: 4 } },
  {
    head: [
      { units: 7, activation: 'relu' },
      { units: 9, activation: 'tanh' },
    ],
    output: { joints: 2, steps: 5 },
  },
  { head: [{ units: 9, activation: 'linear', rejoin: true }], output: { joints: 1, steps: 6 } },
];

describe('cutNetwork', () => {
  it.each(variants)('trunk and tail together are the network (%#)', async (variant) => {
    const spec = networkSpecSchema.parse({
      version: 1,
      input: { ticks: 24, channels: 3, context: 5 },
      layers: [
        { kind: 'conv1d', filters: 6, kernel: 3, stride: 2 },
        { kind: 'lstm', units: 7 },
      ],
      summary: ['last', 'attention'],
      attention: { form: 'dot' },
      ...variant,
    });
    const random = uniform(8);
    const weights = randomWeights(spec, random);
    const sequence = randomValues(random, 24 * 3);
    const context = randomValues(random, 5);
    const outputs = spec.output.joints * spec.output.steps;
    const whole = new Float32Array(outputs);
    void (await wasmSimd(spec, weights, 1)).run(1, sequence, context, whole);

    const { trunk, trunkWeights, tail, units } = cutNetwork(spec, weights);
    const raw = new Float32Array(units);
    void (await wasmSimd(trunk, trunkWeights, 1)).run(1, sequence, context, raw);
    const features = new Float32Array(tail.featureCount);
    const y = new Float32Array(outputs);
    tail.features(raw, 0, context, 0, features);
    tail.output(features, y);
    y.forEach((v, i) => {
      expect(v).toBeCloseTo(whole[i], 4);
    });
  });

  it('refuses a network without a hidden layer', () => {
    const spec = networkSpecSchema.parse({
      version: 1,
      input: { ticks: 8, channels: 1, context: 0 },
      layers: [{ kind: 'lstm', units: 3 }],
      summary: ['last'],
      head: [],
      output: { joints: 1, steps: 2 },
    });
    expect(() => cutNetwork(spec, randomWeights(spec, uniform(1)))).toThrow(RangeError);
  });
});
