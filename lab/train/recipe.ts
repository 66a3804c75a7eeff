import type { FeatureCard, ModelCard } from '../../src/forecast/model-card';
import { featureShape } from '../../src/forecast/model-card';
import { type NetworkSpec, networkSpecSchema } from '../../src/forecast/network-spec';
import type { Augmentation } from './augment';

/** Everything that, with a seed and a set of people, makes a model. */
export interface Recipe {
  readonly id: string;
  readonly name: string;
  readonly features: FeatureCard;
  readonly conditioning: ModelCard['conditioning'];
  readonly architecture: NetworkSpec;
  readonly augmentation: Augmentation;
  /**
   * A second phase that goes on from the first with noise on the past (deg, see Augmentation): what was learned from clean
   * sensors is made calm on noisy ones. docs/evidence.md says what more or less noise costs.
   */
  readonly settling?: {
    readonly steps: number;
    readonly learningRate: number;
    readonly noise: number;
  };
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Error that is usual at a step, in units of s: steps are weighted by its inverse, and errors beyond it count linearly. */
  readonly usualError: (step: number) => number;
  readonly limits: ModelCard['limits'];
}

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
const knee: Recipe = {
  id: 'knee',
  name: 'Knee from knee history',
  features: kneeFeatures,
  conditioning: { filter: 'butterworth', order: 2, cutoffHz: 40 },
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
  augmentation: { speed: 0.2, localSpeed: 0.15, gain: 0.25, shape: 0.3 },
  steps: 2000,
  batch: 128,
  learningRate: 4e-3,
  weightDecay: 0.01,
  settling: { steps: 800, learningRate: 2e-3, noise: 0.1 },
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

/**
 * The same with constants in the place of the window's own range: a tick keeps its numbers from window to window. Tried
 * beside `knee`, not shipped: docs/performance.md.
 */
const kneeFixedFeatures: FeatureCard = {
  ...kneeFeatures,
  scaling: { kind: 'fixed', center: [30], scale: [60] },
  features: { ...kneeFeatures.features, sequence: ['value', 'velocity'] },
};
const kneeFixed: Recipe = {
  ...knee,
  id: 'knee-fixed',
  name: 'Knee from knee history, fixed scaling',
  settling: undefined,
  features: kneeFixedFeatures,
  architecture: {
    ...knee.architecture,
    input: { ticks: kneeFixedFeatures.windowTicks, ...featureShape(kneeFixedFeatures) },
  },
};

/** Four seconds in place of two: so that a state that is carried on is nothing new. Tried, not shipped: docs/performance.md. */
const kneeFixedLong: Recipe = {
  ...kneeFixed,
  id: 'knee-fixed-long',
  name: 'Knee from four seconds of knee history, fixed scaling',
  features: { ...kneeFixedFeatures, windowTicks: 400 },
  architecture: { ...kneeFixed.architecture, input: { ...kneeFixed.architecture.input, ticks: 400 } },
};

const RECIPES: readonly Recipe[] = [knee, kneeFixed, kneeFixedLong];

/** Throws Error, naming those there are, for an unknown one. */
export function recipeOf(id: string): Recipe {
  const found = RECIPES.find((r) => r.id === id);
  if (!found) throw new Error(`No model ${id}; there are: ${RECIPES.map((r) => r.id).join(', ')}`);
  return found;
}

/** Straight between the given points on a double logarithmic scale. */
function between(points: readonly (readonly [number, number])[]): (step: number) => number {
  return (step) => {
    const upper = Math.max(
      1,
      points.findIndex(([at]) => at >= step),
    );
    const [x0, y0] = points[upper - 1];
    const [x1, y1] = points[upper];
    return y0 * (y1 / y0) ** (Math.log(step / x0) / Math.log(x1 / x0));
  };
}
