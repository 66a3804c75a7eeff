import { networkSpecSchema } from '../../network-spec';
import type { TrainingCheckpoint, TrainingJob } from '../training/job';
import { partnerOver } from '../training/partner';
import { train } from '../training/train';
import { randomValues, randomWeights, uniform } from './random-networks';

/** A training job of a second, for tests. */
export const spec = networkSpecSchema.parse({
  version: 1,
  input: { ticks: 24, channels: 2, context: 3 },
  layers: [
    { kind: 'conv1d', filters: 6, kernel: 3 },
    { kind: 'pool', op: 'average', size: 2 },
    { kind: 'lstm', units: 8 },
  ],
  summary: ['last', 'attention'],
  attention: { form: 'dot' },
  head: [{ units: 12, activation: 'relu' }],
  output: { joints: 1, steps: 5 },
});
const COUNT = 45;
const random = uniform(31);
export const sequence = randomValues(random, COUNT * 24 * 2);

/** Each output is a sum over part of the window: there is something to learn. */
export const target = Float32Array.from({ length: COUNT * 5 }, (_, i) => {
  const at = Math.floor(i / 5) * 48;
  return sequence.subarray(at + 30 + 2 * (i % 5), at + 40 + 2 * (i % 5)).reduce((a, b) => a + b, 0) / 3;
});
export const job: TrainingJob = {
  spec,
  weights: randomWeights(spec, uniform(32)),
  data: { count: COUNT, sequence, context: randomValues(random, COUNT * 3), target },
  outputWeights: new Float32Array(5).fill(1),
  epochs: 6,
  // 45 = 5 x 8 + 5: the last batch of an epoch is smaller, and odd.
  batch: 8,
  seed: 4,
  learningRate: 0.01,
  schedule: 'half_cosine',
  options: { loss: 'smooth_l1', beta: 0.5, weightDecay: 0.01, clipNorm: 1 },
};
export const withDropout: TrainingJob = {
  ...job,
  spec: { ...spec, head: spec.head.map((layer) => ({ ...layer, dropout: 0.2 })) },
};

/** Two runs that share each batch, here in one thread. */
export function pair(of: TrainingJob, resume?: TrainingCheckpoint) {
  const { port1, port2 } = new MessageChannel();
  return Promise.all([
    train(of, { partner: partnerOver(port1, 0), ...(resume ? { resume } : {}) }),
    train(of, { partner: partnerOver(port2, 1), ...(resume ? { resume } : {}) }),
  ]);
}
