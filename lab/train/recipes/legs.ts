import { type FeatureCard, featureShape, type ModelCard } from '../../../src/forecast/model-card';
import { networkSpecSchema } from '../../../src/forecast/network-spec';
import type { Recipe } from '../recipe';
import { between } from './usual-error';

const OF_A_LEG = ['hip_flexion', 'knee_angle', 'ankle_angle'];

const features: FeatureCard = {
  inputs: ['ipsi', 'contra'].flatMap((side) => OF_A_LEG.map((base) => `${base}_${side}`)),
  outputs: OF_A_LEG.map((base) => `${base}_ipsi`),
  rate: 100,
  // Most training walks last 2 to 4 s: a longer window or a later horizon would leave little of them.
  windowTicks: 70,
  steps: 20,
  // Windows are shorter than a stride, so that their range says where in it one is and not how far the joint moves: nearly
  // always the least one counts, and the numbers are degrees.
  scaling: { kind: 'window', minRange: 60 },
  features: {
    sequence: ['from_present', 'from_mean', 'velocity'],
    statics: true,
    recent: 10,
    slopes: [1, 2, 5, 10],
    curvatures: [1, 2, 5],
  },
};

/** What holds of every model that was trained on these walks. */
export const SHORT_WALK_LIMITS: ModelCard['limits'] = [
  { code: 'walking_only', text: 'Trained on level walking; other movements are forecast like walking.' },
  { code: 'turns_and_stops', text: 'Turns, starts and stops are hardly among the recordings.' },
  {
    code: 'healthy_only',
    text: 'All training people walk without a known disorder; nobody wears an exoskeleton.',
  },
  {
    code: 'short_walks',
    text: 'Most recordings last two to four seconds: scores are of steady walking, and the interval has little time to learn.',
  },
  {
    code: 'people_unsure',
    text: 'One person may hold several of the subject numbers; the likest skeletons are left out together.',
  },
];

/** Forecasts hip, knee and ankle of a leg from those of both: what most exoskeletons measure. */
export const legs: Recipe = {
  id: 'legs',
  name: 'Hip, knee and ankle from both legs',
  people: 'motion',
  features,
  conditioning: { filter: 'butterworth', order: 2, cutoffHz: 40 },
  architecture: networkSpecSchema.parse({
    version: 1,
    input: { ticks: features.windowTicks, ...featureShape(features) },
    layers: [
      { kind: 'conv1d', filters: 32, kernel: 5, stride: 2 },
      { kind: 'conv1d', filters: 32, kernel: 5 },
      { kind: 'pool', op: 'average', size: 2 },
      { kind: 'lstm', units: 48 },
    ],
    summary: ['last', 'attention'],
    attention: { form: 'dot' },
    head: [{ units: 64, activation: 'relu', dropout: 0.1, rejoin: true }],
    output: { joints: 3, steps: features.steps, basis: 8 },
  }),
  augmentation: { speed: 0.2, localSpeed: 0.15, gain: 0.25, shape: 0.3, noise: 0.02 },
  steps: 2400,
  batch: 64,
  learningRate: 4e-3,
  weightDecay: 0.01,
  usualError: between([
    [1, 0.006],
    [2, 0.013],
    [5, 0.038],
    [10, 0.075],
    [20, 0.13],
  ]),
  limits: SHORT_WALK_LIMITS,
};
