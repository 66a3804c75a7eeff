import { type FeatureCard, featureShape } from '../../../src/forecast/model-card';
import type { Recipe } from '../recipe';
import { knee } from './knee';
import { between } from './usual-error';

const features: FeatureCard = {
  ...knee.features,
  features: {
    ...knee.features.features,
    echo: { match: 80, lags: [50, 1200], steps: [2, 5, 10, 15, 20, 30, 40, 50] },
  },
};

/**
 * The `knee` network that also hears how this person's own strides of the last twelve seconds went on when they looked as
 * now. It adapts itself to whoever walks, so it is no base model: personal models start from it, behind their gate.
 */
export const kneeMemory: Recipe = {
  ...knee,
  id: 'knee-memory',
  name: 'Knee from knee history and the strides before',
  memory: undefined,
  features,
  architecture: {
    ...knee.architecture,
    input: { ticks: features.windowTicks, ...featureShape(features) },
  },
  augmentation: { ...knee.augmentation, mixing: undefined },
  steps: 1500,
  settling: { steps: 300, learningRate: 2e-3, noise: 0.1 },
  echoShare: between([
    [1, 0.02],
    [5, 0.25],
    [10, 0.35],
    [20, 0.4],
    [50, 0.55],
  ]),
};
