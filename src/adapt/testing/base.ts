import { featureShape, type FeatureCard } from '../../forecast/model-card';
import { networkSpecSchema } from '../../forecast/network-spec';
import { initWeights } from '../../forecast/runtime/weights';
import { Rng } from '../../gait/rng';
import type { BaseModel, NetworkModel } from '../base-model';

const features: FeatureCard = {
  inputs: ['knee_angle_ipsi'],
  outputs: ['knee_angle_ipsi'],
  rate: 100,
  windowTicks: 120,
  steps: 20,
  scaling: { kind: 'window', minRange: 20 },
  features: {
    sequence: ['from_present', 'velocity'],
    statics: true,
    recent: 10,
    slopes: [1, 2, 5],
    curvatures: [],
  },
};

/** The same with a memory of strides. */
const remembering: FeatureCard = {
  ...features,
  features: { ...features.features, echo: { match: 40, lags: [50, 400], steps: [5, 10, 20] } },
};

/** A small network that knows nothing yet: its output layer is nearly 0, so it forecasts nearly no change. */
export const untrainedBase = (seed = 1): BaseModel => untrained('tiny', features, seed);

/** The same, and another that personal models over it start from: it hears the strides before. */
export const baseWithMemory = (): BaseModel => ({
  ...untrainedBase(),
  memory: untrained('tiny-memory', remembering, 2),
});

function untrained(id: string, card: FeatureCard, seed: number): NetworkModel {
  const architecture = networkSpecSchema.parse({
    version: 1,
    input: { ticks: card.windowTicks, ...featureShape(card) },
    layers: [
      { kind: 'conv1d', filters: 8, kernel: 5, stride: 4 },
      { kind: 'lstm', units: 12 },
    ],
    summary: ['last'],
    head: [{ units: 24, activation: 'relu', rejoin: true }],
    output: { joints: 1, steps: card.steps },
  });
  const rng = new Rng(seed);
  const weights = initWeights(architecture, () => rng.uniform()).map((w) =>
    w.name === 'output/kernel' ? { ...w, data: w.data.map((v) => 0.05 * v) } : w,
  );
  return { card: { ...card, id, architecture }, weights };
}
