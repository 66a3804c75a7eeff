import { type FeatureCard, featureShape } from '../../../src/forecast/model-card';
import { networkSpecSchema } from '../../../src/forecast/network-spec';
import type { Recipe } from '../recipe';
import { between } from './usual-error';

const kneeFeatures: FeatureCard = {
  inputs: ['knee_angle_ipsi'],
  outputs: ['knee_angle_ipsi'],
  rate: 100,
  windowTicks: 200,
  steps: 50,
  scaling: { kind: 'window', minRange: 20 },
  features: {
    sequence: ['from_present', 'from_mean', 'velocity'],
    statics: true,
    recent: 20,
    slopes: [1, 2, 5, 10],
    curvatures: [1, 2, 5, 10],
  },
};

/** Forecasts one knee from its own last two seconds. */
export const knee: Recipe = {
  id: 'knee',
  name: 'Knee from knee history',
  features: kneeFeatures,
  conditioning: { filter: 'butterworth', order: 2, cutoffHz: 40 },
  memory: 'knee-memory',
  architecture: networkSpecSchema.parse({
    version: 1,
    input: { ticks: kneeFeatures.windowTicks, ...featureShape(kneeFeatures) },
    layers: [
      { kind: 'conv1d', filters: 24, kernel: 7, stride: 2 },
      { kind: 'conv1d', filters: 32, kernel: 5 },
      { kind: 'pool', op: 'average', size: 4 },
      { kind: 'lstm', units: 48 },
    ],
    summary: ['last', 'attention'],
    attention: { form: 'dot' },
    head: [{ units: 64, activation: 'relu', dropout: 0.1, rejoin: true }],
    output: { joints: 1, steps: kneeFeatures.steps, basis: 12 },
  }),
  augmentation: {
    speed: 0.2,
    localSpeed: 0.15,
    gain: 0.25,
    shape: 0.3,
    mixing: { share: 0.5, most: 0.5 },
  },
  steps: 2500,
  batch: 128,
  learningRate: 4e-3,
  weightDecay: 0.01,
  settling: { steps: 400, learningRate: 2e-3, noise: 0.1 },
  usualError: between([
    [1, 0.004],
    [5, 0.016],
    [10, 0.03],
    [20, 0.053],
    [50, 0.086],
  ]),
  limits: [
    { code: 'walking_only', text: 'Trained on level walking; other movements are forecast like walking.' },
    {
      code: 'turns_and_stops',
      text: 'Errors rise at turns, starts and stops, of which the recordings hold only a few.',
    },
    { code: 'men_only', text: 'All training people are men, eight of them with a knee disorder.' },
    {
      code: 'interpolated_angles',
      text: 'The angle of most people without a disorder was sampled at 50 Hz and filled up: their scores at 10 ms mean little.',
    },
    { code: 'no_exoskeleton', text: 'Recorded without an exoskeleton: an assisted leg may move otherwise.' },
  ],
};
