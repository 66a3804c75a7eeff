import { describe, expect, it } from 'vitest';
import { type NetworkSpec, networkSpecSchema } from '../../src/forecast/network-spec';
import { referenceForward } from '../../src/forecast/runtime/reference/network';
import {
  randomValues,
  randomWeights,
  relativeDistance,
  uniform,
} from '../../src/forecast/runtime/testing/random-networks';
import { StreamingNetwork } from './streaming-network';

const CHANNELS = 2;
const CONTEXT = 3;
const TICKS = 72;

/** Small, and built like the knee network; tokens of 6 ticks. */
const small = (padding: 'same' | 'causal', op: 'average' | 'max'): NetworkSpec =>
  networkSpecSchema.parse({
    version: 1,
    input: { ticks: TICKS, channels: CHANNELS, context: CONTEXT },
    layers: [
      { kind: 'conv1d', filters: 4, kernel: 7, stride: 2, padding },
      { kind: 'conv1d', filters: 5, kernel: 5, padding, activation: 'tanh' },
      { kind: 'pool', op, size: 3 },
      { kind: 'lstm', units: 6 },
    ],
    summary: ['last', 'attention'],
    attention: { form: 'dot' },
    head: [{ units: 7, activation: 'relu', rejoin: true }],
    output: { joints: 1, steps: 8, basis: 4 },
  });

const random = uniform(5);
const rows = Array.from({ length: TICKS }, () => randomValues(random, CHANNELS));
const context = randomValues(random, CONTEXT);

/** The windowed network on the last `ticks` of the first `end` rows. */
function windowed(spec: NetworkSpec, weights: ReturnType<typeof randomWeights>, end: number, ticks: number) {
  const sequence = Float32Array.from(rows.slice(end - ticks, end).flatMap((row) => [...row]));
  return referenceForward({ ...spec, input: { ...spec.input, ticks } }, weights, 1, sequence, context);
}

describe.each([
  ['same', 'average'],
  ['causal', 'max'],
] as const)('a stream from zero state with %s padding', (padding, op) => {
  const spec = small(padding, op);
  const weights = randomWeights(spec, random);

  it('is at each tick the windowed network on all whole tokens up to now', () => {
    const stream = new StreamingNetwork(spec, weights, { attended: TICKS, phases: 'every' });
    const out = new Float32Array(8);
    expect(stream.stride).toBe(6);
    rows.forEach((row, i) => {
      stream.push(row);
      if (i + 1 < stream.stride) return;
      stream.forecast(context, out);
      const whole = Math.floor((i + 1) / stream.stride) * stream.stride;
      expect(relativeDistance(out, windowed(spec, weights, i + 1, whole))).toBeLessThan(1e-6);
    });
  });

  it('with one state keeps the newest token until the next one is whole', () => {
    const stream = new StreamingNetwork(spec, weights, { attended: TICKS, phases: 'one' });
    const out = new Float32Array(8);
    rows.slice(0, 65).forEach((row) => stream.push(row));
    stream.forecast(context, out);
    expect(relativeDistance(out, windowed(spec, weights, 60, 60))).toBeLessThan(1e-6);
  });

  it('attends to the latest tokens only', () => {
    const [few, all] = [2, TICKS].map((attended) => {
      const stream = new StreamingNetwork(spec, weights, { attended, phases: 'every' });
      const out = new Float32Array(8);
      for (const row of rows) stream.push(row);
      stream.forecast(context, out);
      return out;
    });
    expect(relativeDistance(few, all)).toBeGreaterThan(1e-4);
  });
});

it('refuses networks that need the whole window at once, and a forecast before the first token', () => {
  const spec = small('same', 'average');
  const options = { attended: 5, phases: 'every' } as const;
  const flat: NetworkSpec = { ...spec, summary: ['flatten'] };
  expect(() => new StreamingNetwork(flat, randomWeights(flat, random), options)).toThrow(RangeError);
  const stream = new StreamingNetwork(spec, randomWeights(spec, random), options);
  stream.push(rows[0]);
  expect(() => stream.forecast(context, new Float32Array(8))).toThrow(RangeError);
});
