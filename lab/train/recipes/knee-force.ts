import type { FeatureCard } from '../../../src/forecast/model-card';
import type { Recipe } from '../recipe';
import { kneeEmg, withInput } from './knee-emg';

export const FORCE_INPUT = 'interaction_force_shank_ipsi';

const features: FeatureCard = {
  ...kneeEmg.features,
  inputs: [...kneeEmg.features.inputs, FORCE_INPUT],
};

const layers = kneeEmg.architecture.layers;

/**
 * A simulation: knee history, EMG and the force between leg and exoskeleton, as the virtual exoskeleton makes them up. No
 * recorded forces were to be had.
 */
export const kneeForce: Recipe = {
  ...kneeEmg,
  id: 'knee-force',
  name: 'Knee from history, EMG and force (simulation)',
  features,
  architecture: withInput({ ...kneeEmg.architecture, layers }, features),
  augmentation: {
    speed: 0.1,
    localSpeed: 0.1,
    gain: 0.1,
    shape: 0,
    noise: 0.1,
    amplitudes: { silent: 0.2, lost: 0.05, contrast: 0.2 },
  },
  limits: [
    {
      code: 'simulation',
      text: 'Trained and judged on generated walkers of the virtual exoskeleton only: it says nothing of people.',
    },
  ],
};
