import { describe, expect, it } from 'vitest';
import { networkSpecSchema } from '../network-spec';
import { initWeights, orderWeights, sizeOf, weightShapes } from './weights';

const spec = networkSpecSchema.parse({
  version: 1,
  input: { ticks: 20, channels: 3, context: 5 },
  layers: [
    { kind: 'conv1d', filters: 4, kernel: 3, stride: 2 },
    { kind: 'pool', op: 'average', size: 3 },
    { kind: 'reweight', units: 6 },
    { kind: 'lstm', units: 7 },
  ],
  summary: ['last', 'attention'],
  attention: { form: 'additive', units: 8 },
  head: [{ units: 9, activation: 'relu', rejoin: true }],
  output: { joints: 2, steps: 10, basis: 3 },
});

describe('weights', () => {
  it('have the names, shapes and order of the TF.js layers model', () => {
    expect(
      weightShapes(spec).map((w) => `${w.name} ${w.shape.join('x')}${w.trainable ? '' : ' fixed'}`),
    ).toEqual([
      'conv1d_1/kernel 3x3x4',
      'conv1d_1/bias 4',
      'reweight_1_hidden/kernel 4x6',
      'reweight_1_hidden/bias 6',
      'reweight_1_score/kernel 6x1',
      'lstm_1/kernel 4x28',
      'lstm_1/recurrent_kernel 7x28',
      'lstm_1/bias 28',
      'attention_hidden/kernel 7x8',
      'attention_hidden/bias 8',
      'attention_score/kernel 8x1',
      'dense_1/kernel 19x9',
      'dense_1/bias 9',
      'coefficients/kernel 14x6',
      'coefficients/bias 6',
      'basis/kernel 6x20 fixed',
    ]);
  });

  it('start as Keras starts them', () => {
    let state = 1;
    const weights = initWeights(spec, () => (state = (state * 48271) % 2147483647) / 2147483647);
    const of = (name: string) => weights.find((w) => w.name === name)!;
    expect([...of('lstm_1/bias').data]).toEqual([
      ...new Array<number>(7).fill(0),
      ...new Array<number>(7).fill(1),
      ...new Array<number>(14).fill(0),
    ]);
    const r = of('lstm_1/recurrent_kernel').data;
    for (let a = 0; a < 7; a++)
      for (let b = 0; b < 7; b++) {
        let sum = 0;
        for (let i = 0; i < 28; i++) sum += r[a * 28 + i] * r[b * 28 + i];
        expect(sum).toBeCloseTo(a === b ? 1 : 0, 5);
      }
    const kernel = of('conv1d_1/kernel');
    const limit = Math.sqrt(6 / (3 * (3 + 4)));
    const largest = Math.max(...kernel.data.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.7 * limit);
    for (const w of weights) expect(w.data.length).toBe(sizeOf(w.shape));
  });

  it('are taken by name, and refused where one is missing or misshapen', () => {
    const weights = initWeights(spec, () => 0.4);
    expect(orderWeights(spec, weights.toReversed()).map((w) => w.name)).toEqual(weights.map((w) => w.name));
    expect(() => orderWeights(spec, weights.slice(1))).toThrow('conv1d_1/kernel is missing');
    const wrong = [{ ...weights[0], shape: [3, 4, 3] }, ...weights.slice(1)];
    expect(() => orderWeights(spec, wrong)).toThrow('has shape [3,4,3], not [3,3,4]');
  });
});
