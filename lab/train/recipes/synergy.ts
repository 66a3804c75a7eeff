import { type FeatureCard, featureShape } from '../../../src/forecast/model-card';
import { networkSpecSchema } from '../../../src/forecast/network-spec';
import type { Recipe } from '../recipe';
import { SHORT_WALK_LIMITS } from './legs';
import { between } from './usual-error';

const OF_A_SIDE = [
  'hip_flexion',
  'knee_angle',
  'ankle_angle',
  'hip_adduction',
  'hip_rotation',
  'clavicle_elevation',
  'clavicle_protraction',
  'arm_flex',
  'arm_add',
  'arm_rot',
  'elbow_flex',
  'wrist_flex',
];

const features: FeatureCard = {
  inputs: ['ipsi', 'contra'].flatMap((side) => OF_A_SIDE.map((base) => `${base}_${side}`)),
  outputs: ['hip_flexion_ipsi', 'knee_angle_ipsi', 'ankle_angle_ipsi'],
  // The study of the paper runs at its 150 Hz; live, every model runs at the tick of the engine.
  rate: 100,
  windowTicks: 70,
  steps: 20,
  // As for `legs`: degrees nearly always.
  scaling: { kind: 'window', minRange: 60 },
  features: {
    sequence: ['from_present', 'velocity'],
    statics: true,
    recent: 6,
    slopes: [1, 2, 5],
    curvatures: [1, 3],
  },
};

/** Forecasts a leg from all 24 angles of legs and arms: the joint synergy of the paper, live. */
export const synergy: Recipe = {
  id: 'synergy',
  name: 'Hip, knee and ankle from legs and arms',
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
    head: [{ units: 64, activation: 'relu', dropout: 0.2, rejoin: true }],
    output: { joints: 3, steps: features.steps, basis: 8 },
  }),
  augmentation: { speed: 0.2, localSpeed: 0.15, gain: 0.25, shape: 0.3, noise: 0.05 },
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
