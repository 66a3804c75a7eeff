import { type FeatureCard, featureShape } from '../../../src/forecast/model-card';
import type { Recipe } from '../recipe';
import { knee } from './knee';

/**
 * The same with constants in the place of the window's own range: a tick keeps its numbers from window to window. Tried
 * beside `knee`, not shipped: docs/performance.md.
 */
const kneeFixedFeatures: FeatureCard = {
  ...knee.features,
  scaling: { kind: 'fixed', center: [30], scale: [60] },
  features: { ...knee.features.features, sequence: ['value', 'velocity'] },
};
export const kneeFixed: Recipe = {
  ...knee,
  id: 'knee-fixed',
  name: 'Knee from knee history, fixed scaling',
  memory: undefined,
  augmentation: { ...knee.augmentation, mixing: undefined },
  steps: 2000,
  settling: undefined,
  features: kneeFixedFeatures,
  architecture: {
    ...knee.architecture,
    input: { ticks: kneeFixedFeatures.windowTicks, ...featureShape(kneeFixedFeatures) },
  },
};

/** Four seconds in place of two: so that a state that is carried on is nothing new. Tried, not shipped: docs/performance.md. */
export const kneeFixedLong: Recipe = {
  ...kneeFixed,
  id: 'knee-fixed-long',
  name: 'Knee from four seconds of knee history, fixed scaling',
  features: { ...kneeFixedFeatures, windowTicks: 400 },
  architecture: { ...kneeFixed.architecture, input: { ...kneeFixed.architecture.input, ticks: 400 } },
};
