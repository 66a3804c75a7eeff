import { networkSpecSchema } from '../../../network-spec';
import type { ModelJson } from '../../model-files';
import json from './keras-model.json';

/** A model as Keras 2.6 and its converter write it: two weight shards, the cell's name between layer and weight. */
export const kerasJson = json as unknown as ModelJson;

export const kerasSpec = networkSpecSchema.parse({
  version: 1,
  input: { ticks: 3, channels: 1, context: 0 },
  layers: [
    { kind: 'conv1d', filters: 1, kernel: 2, padding: 'valid', activation: 'linear' },
    { kind: 'lstm', units: 1 },
  ],
  summary: ['mean'],
  head: [],
  output: { joints: 1, steps: 2 },
});

/** In the manifest's order; the LSTM's gates i, f, c, o. */
const values = [
  2,
  -1,
  0.5,
  ...[0.25, -0.5, 1, 0.75],
  ...[0.5, 0.25, -1, 0.125],
  ...[0.1, 1, -0.2, 0],
  ...[3, -2],
  ...[0.5, 1],
];

const bytes = new Uint8Array(new Float32Array(values).buffer);
export const kerasShards = new Map([
  ['group1-shard1of2.bin', bytes.slice(0, 24)],
  ['group1-shard2of2.bin', bytes.slice(24)],
]);

export const kerasInput = new Float32Array([1, 2, -1]);

/** The same network, written out. */
export function kerasOutput(): number[] {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const convolved = [2 * 1 - 2 + 0.5, 2 * 2 + 1 + 0.5];
  let h = 0;
  let c = 0;
  let mean = 0;
  for (const x of convolved) {
    const i = sigmoid(0.25 * x + 0.5 * h + 0.1);
    const f = sigmoid(-0.5 * x + 0.25 * h + 1);
    const g = Math.tanh(x - h - 0.2);
    const o = sigmoid(0.75 * x + 0.125 * h);
    c = f * c + i * g;
    h = o * Math.tanh(c);
    mean += h / 2;
  }
  return [3 * mean + 0.5, -2 * mean + 1];
}
