import { networkSpecSchema } from '../../../network-spec';
import type { NetworkSpec, NetworkSpecInput } from '../../../network-spec';

/** Small members of the network family that together use every kind of layer, padding, summary and head; for tests. */
const samples: Record<string, NetworkSpecInput> = {
  'convolution, pool, LSTM, additive attention': {
    version: 1,
    input: { ticks: 20, channels: 3, context: 0 },
    layers: [
      { kind: 'conv1d', filters: 5, kernel: 5 },
      { kind: 'pool', op: 'max', size: 2 },
      { kind: 'lstm', units: 6 },
    ],
    summary: ['attention'],
    attention: { form: 'additive', units: 4 },
    head: [],
    output: { joints: 1, steps: 7 },
  },
  'strided convolutions, average pool, dot attention, rejoined context, basis': {
    version: 1,
    input: { ticks: 25, channels: 2, context: 3 },
    layers: [
      { kind: 'conv1d', filters: 4, kernel: 4, stride: 2 },
      { kind: 'conv1d', filters: 5, kernel: 3, padding: 'valid', activation: 'tanh' },
      { kind: 'pool', op: 'average', size: 3 },
      { kind: 'lstm', units: 4 },
    ],
    summary: ['last', 'attention'],
    attention: { form: 'dot' },
    head: [{ units: 8, activation: 'relu', dropout: 0.1, rejoin: true }],
    output: { joints: 2, steps: 6, basis: 3 },
  },
  'causal convolution, two LSTMs, mean and last': {
    version: 1,
    input: { ticks: 9, channels: 2, context: 0 },
    layers: [
      { kind: 'conv1d', filters: 3, kernel: 4, stride: 2, padding: 'causal', activation: 'linear' },
      { kind: 'lstm', units: 5 },
      { kind: 'lstm', units: 3 },
    ],
    summary: ['mean', 'last'],
    head: [
      { units: 4, activation: 'tanh' },
      { units: 3, activation: 'linear' },
    ],
    output: { joints: 1, steps: 4 },
  },
  'attention before the LSTM, context': {
    version: 1,
    input: { ticks: 8, channels: 3, context: 2 },
    layers: [
      { kind: 'reweight', units: 4 },
      { kind: 'lstm', units: 5 },
    ],
    summary: ['last'],
    head: [],
    output: { joints: 1, steps: 5 },
  },
  'no recurrence, flat': {
    version: 1,
    input: { ticks: 10, channels: 2, context: 1 },
    layers: [{ kind: 'conv1d', filters: 4, kernel: 3, stride: 3 }],
    summary: ['flatten'],
    head: [{ units: 6, activation: 'relu', rejoin: true }],
    output: { joints: 1, steps: 3 },
  },
};

export const specSamples: [name: string, spec: NetworkSpec][] = Object.entries(samples).map(
  ([name, spec]) => [name, networkSpecSchema.parse(spec)],
);
