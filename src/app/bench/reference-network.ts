import { networkSpecSchema } from '../../forecast/network-spec';

/** The network on which the ratios bind: that of bench/reference.json. */
export const referenceNetwork = networkSpecSchema.parse({
  version: 1,
  input: { ticks: 100, channels: 9, context: 0 },
  layers: [
    { kind: 'conv1d', filters: 32, kernel: 5, stride: 1, padding: 'same', activation: 'relu' },
    { kind: 'pool', op: 'max', size: 2 },
    { kind: 'lstm', units: 64 },
  ],
  summary: ['attention'],
  attention: { form: 'additive', units: 64 },
  head: [],
  output: { joints: 1, steps: 50 },
});
