import { expect, it } from 'vitest';
import { type FeatureCard, featureShape } from '../../src/forecast/model-card';
import { networkSpecSchema } from '../../src/forecast/network-spec';
import { initWeights } from '../../src/forecast/runtime/weights';
import { Rng } from '../../src/gait/rng';
import type { Person } from '../train/people';
import type { Recipe } from '../train/recipe';
import { knee } from '../train/recipes/knee';
import { withInput } from '../train/recipes/knee-emg';
import { joinBranch } from './emg-branch';

const EMG = 'emg_vm_ipsi';
const narrowFeatures: FeatureCard = {
  inputs: ['knee_angle_ipsi'],
  outputs: ['knee_angle_ipsi'],
  rate: 100,
  windowTicks: 24,
  steps: 6,
  scaling: { kind: 'window', minRange: 20 },
  features: { sequence: ['from_present'], statics: true, recent: 2, slopes: [1], curvatures: [] },
};
const features: FeatureCard = {
  ...narrowFeatures,
  inputs: ['knee_angle_ipsi', EMG],
  amplitudes: { inputs: [EMG], floor: 1e-3, sequence: false, means: [1, 6] },
};
const architecture = networkSpecSchema.parse({
  version: 1,
  input: { ticks: 24, ...featureShape(narrowFeatures) },
  layers: [
    { kind: 'conv1d', filters: 4, kernel: 3, stride: 2 },
    { kind: 'lstm', units: 4 },
  ],
  summary: ['last'],
  head: [{ units: 6, activation: 'relu', rejoin: true }],
  output: { joints: 1, steps: 6, basis: 3 },
});
const narrow: Recipe = {
  ...knee,
  features: narrowFeatures,
  architecture,
  augmentation: { speed: 0, localSpeed: 0, gain: 0, shape: 0 },
  usualError: () => 0.1,
  settling: undefined,
  batch: 32,
};
const wide: Recipe = { ...narrow, features, architecture: withInput(architecture, features) };

/** A knee that goes up by as much as the muscle, a quarter of a second before, was above its mean; or a muscle that says nothing. */
function personOf(seed: number, tells: boolean): Person {
  const rng = new Rng(seed);
  const rate = 200;
  const length = 20 * rate;
  const drive = new Float32Array(length + rate);
  let slow = 0;
  for (let i = 0; i < drive.length; i++) {
    slow += 0.05 * (rng.normal() - slow);
    drive[i] = slow;
  }
  const measured = new Float32Array(length);
  for (let i = 1; i < length; i++) measured[i] = measured[i - 1] * 0.99 + 2 * drive[i];
  const emg = Float32Array.from({ length }, (_, i) =>
    tells ? Math.exp(2 * drive[i + 12]) : Math.exp(rng.normal()),
  );
  const signal = { rate, input: measured, measured, others: { [EMG]: emg } };
  return { id: `test:${seed}`, group: 'normal', files: [], fine: [signal], judged: [signal] };
}

async function join(tells: boolean) {
  const rng = new Rng(4);
  const weights = initWeights(architecture, () => rng.uniform());
  const people = Array.from({ length: 8 }, (_, i) => personOf(10 + i, tells));
  const joined = await joinBranch({ recipe: narrow, weights }, wide, people, {
    seed: 1,
    windows: 320,
    reach: 1,
    surety: 2,
  });
  return { narrowWeights: weights, ...joined };
}

it('takes in an input that helps people left out', async () => {
  const { verdict } = await join(true);
  expect(Math.min(...verdict.change)).toBeLessThan(-0.05);
});

it('leaves nothing of an input that says nothing: the network stays what it was', async () => {
  const { verdict, weights, narrowWeights } = await join(false);
  expect(verdict.change.every((c) => c > -0.02)).toBe(true);
  const kernel = weights.find((w) => w.name === 'coefficients/kernel')!;
  const before = narrowWeights.find((w) => w.name === 'coefficients/kernel')!;
  // The last two rows are the new context.
  const k = kernel.shape[1];
  const size = before.data.length;
  expect(Array.from(kernel.data.subarray(0, size))).toEqual(Array.from(before.data));
  const largest = Math.max(...kernel.data.subarray(size).map(Math.abs));
  expect(kernel.data.length).toBe(size + 2 * k);
  expect(largest).toBeLessThan(0.02);
});
