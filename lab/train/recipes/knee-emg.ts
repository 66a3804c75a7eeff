import { type FeatureCard, featureShape, type ModelCard } from '../../../src/forecast/model-card';
import type { NetworkSpec } from '../../../src/forecast/network-spec';
import type { Recipe } from '../recipe';
import { knee } from './knee';

export const EMG_INPUTS = ['emg_rf_ipsi', 'emg_bf_ipsi', 'emg_vm_ipsi', 'emg_st_ipsi'];

/** Envelopes below this mean hold hardly more than noise, mV. */
export const EMG_FLOOR = 0.002;

/**
 * Levels over the newest 50 and 400 ms: what the muscles do now, and did in this phase. More of them crowd out, in what a
 * personal model learns from, what the network knows of the knee.
 */
const EMG_MEANS = [5, 40];

const features: FeatureCard = {
  ...knee.features,
  inputs: [...knee.features.inputs, ...EMG_INPUTS],
  amplitudes: { inputs: EMG_INPUTS, floor: EMG_FLOOR, sequence: false, means: EMG_MEANS },
};

/** Input widths that go with these features. */
export const withInput = (spec: NetworkSpec, card: FeatureCard): NetworkSpec => ({
  ...spec,
  input: { ticks: card.windowTicks, ...featureShape(card) },
});

/** What is said of every model that hears muscles. */
export const EMG_LIMITS: ModelCard['limits'] = [
  {
    code: 'emg_placement',
    text: 'EMG was taken from rectus and biceps femoris, vastus medialis and semitendinosus by surface electrodes; other placements were not tried.',
  },
];

/**
 * The `knee` network with EMG joined to its last layer by ridge regression, as far as it helps training people left out
 * (lab/transfer/emg-branch.ts): for others it hardly does; a personal model learns what this person's muscles tell.
 */
export const kneeEmg: Recipe = {
  ...knee,
  id: 'knee-emg',
  name: 'Knee from knee history and EMG',
  features,
  architecture: withInput(knee.architecture, features),
  augmentation: {
    ...knee.augmentation,
    mixing: undefined,
    noise: knee.settling?.noise ?? 0,
    amplitudes: { silent: 0, lost: 0.05, contrast: 0.3 },
  },
  settling: undefined,
  steps: 0,
  limits: [
    ...knee.limits,
    ...EMG_LIMITS,
    {
      code: 'emg_adds_little',
      text: 'On people never seen it forecasts as well as the model without EMG, not better: docs/evidence/transfer.json.',
    },
  ],
};
