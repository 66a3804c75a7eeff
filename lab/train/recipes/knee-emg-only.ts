import type { FeatureCard } from '../../../src/forecast/model-card';
import { featureShape } from '../../../src/forecast/model-card';
import { networkSpecSchema } from '../../../src/forecast/network-spec';
import type { Recipe } from '../recipe';
import { knee } from './knee';
import { EMG_FLOOR, EMG_INPUTS, EMG_LIMITS } from './knee-emg';

/** Mean of the training people's knees in walking, deg; y = 1 is a usual range of motion more. */
const KNEE_MEAN = 22;
const KNEE_RANGE = 60;

const features: FeatureCard = {
  inputs: EMG_INPUTS,
  outputs: ['knee_angle_ipsi'],
  rate: 100,
  windowTicks: 200,
  steps: 50,
  // Scaling and features are of inputs that are angles; there are none.
  scaling: { kind: 'window', minRange: 20 },
  features: { sequence: ['from_mean'], statics: false, recent: 0, slopes: [], curvatures: [] },
  amplitudes: { inputs: EMG_INPUTS, floor: EMG_FLOOR, sequence: true, means: [1, 5, 10, 20, 50, 100] },
  outputScaling: { center: [KNEE_MEAN], scale: [KNEE_RANGE] },
};

/**
 * Forecasts the knee from four muscles alone. Without a person's strides it knows neither the range nor the zero of his
 * knee: it says degrees of flexion from stance, as the training people's knees had them.
 */
export const kneeEmgOnly: Recipe = {
  id: 'knee-emg-only',
  name: 'Knee from EMG alone',
  features,
  conditioning: knee.conditioning,
  architecture: networkSpecSchema.parse({
    version: 1,
    input: { ticks: features.windowTicks, ...featureShape(features) },
    layers: [
      { kind: 'conv1d', filters: 24, kernel: 7, stride: 2 },
      { kind: 'conv1d', filters: 32, kernel: 5 },
      { kind: 'pool', op: 'average', size: 4 },
      { kind: 'lstm', units: 48 },
    ],
    summary: ['last', 'attention'],
    attention: { form: 'dot' },
    head: [{ units: 64, activation: 'relu', dropout: 0.2, rejoin: true }],
    output: { joints: 1, steps: features.steps, basis: 12 },
  }),
  // A bent or larger knee angle is not to be told from EMG: only time is bent here.
  augmentation: {
    speed: 0.2,
    localSpeed: 0.1,
    gain: 0,
    shape: 0,
    amplitudes: { silent: 0, lost: 0.1, contrast: 0.5 },
  },
  steps: 900,
  batch: 64,
  learningRate: 3e-3,
  weightDecay: 0.02,
  // Errors of EMG alone are about the same at every step.
  usualError: () => 0.15,
  limits: [
    ...knee.limits.filter((limit) => limit.code !== 'interpolated_angles'),
    ...EMG_LIMITS,
    {
      code: 'coarse_without_knee',
      text: 'Without knee history errors are several times larger at short horizons; zero and range of the knee are those of the training people until it has learned from this person.',
    },
  ],
};
