import { SHOWN_HORIZONS_MS } from '../../src/forecast/forecaster';
import type { CardScores } from '../../src/forecast/model-card';
import type { LoadedModel } from '../../src/forecast/model-library';
import { type JudgedModel, judgePeople } from '../evaluate/judge-people';
import { summarise } from '../evaluate/summary';
import { publish } from '../train/publish';
import { ResidualQuantiles } from '../train/quantiles';
import type { Recipe } from '../train/recipe';
import { knee } from '../train/recipes/knee';
import { kneeEmg } from '../train/recipes/knee-emg';
import { kneeForce } from '../train/recipes/knee-force';
import { joinToKnee } from './make-models';
import type { TransferPerson } from './people';
import { virtualPeople } from './virtual-people';

const RATE = 100;
const SECONDS = 30;
const TRAINING_EACH = 4;
const TEST_EACH = 2;
/** Nobody has a seed of the other part. */
const TEST_FROM = 101;
/** New hidden units that see everything, in every variant: so that they differ by their inputs alone. */
const UNITS = 32;
const START_QUANTILE = 0.1;
const PART = 'second_half';

const trainingWalkers = (): TransferPerson[] => virtualPeople(TRAINING_EACH, 1, SECONDS, RATE);
export const testWalkers = (): TransferPerson[] => virtualPeople(TEST_EACH, TEST_FROM, SECONDS, RATE);

/** What is joined to the knee network, from nothing new to everything; windows are bent alike. */
const { augmentation } = kneeForce;
const FORCE_VARIANTS: readonly Recipe[] = [
  { ...knee, id: 'knee-fitted', settling: undefined, augmentation },
  { ...kneeEmg, id: 'knee-emg-fitted', augmentation },
  kneeForce,
];

/** Each variant fitted to generated walkers and written to `dir`, the one with everything to `shipped` too. */
export async function trainForceVariants(
  base: LoadedModel,
  dir: string,
  shipped: string,
  { seed, command }: { readonly seed: number; readonly command: string },
): Promise<void> {
  const walkers = trainingWalkers();
  const people = [...base.card.trainingPeople, ...walkers.map((p) => p.id)];
  const data = [
    ...base.card.data,
    {
      name: 'Generated walkers of the virtual exoskeleton: a simulation',
      license: 'that of this project',
      citation: `src/device/virtual; ${TRAINING_EACH} seeds of each preset, ${SECONDS} s each`,
      url: 'docs/transfer.md',
      files: [],
    },
  ];
  for (const variant of FORCE_VARIANTS) {
    const made = await joinToKnee(base, variant, walkers, { seed, label: '' }, UNITS);
    const judged = {
      card: { ...made.recipe.features, id: variant.id, architecture: made.recipe.architecture },
      weights: made.weights,
      baselines: base.baselines,
    };
    const intervalQuantiles = await quantilesOf(judged, walkers);
    const trained = {
      weights: made.weights,
      // Those of the knee network: fitted to real people.
      baselines: base.baselines,
      people,
      files: [],
      data,
      training: { command, seed, steps: made.recipe.steps, batch: variant.batch, executor: 'wasm' },
      scores: [await scoresOf({ ...judged, quantiles: intervalQuantiles }, testWalkers())],
      intervalQuantiles,
    };
    // Judged by what they are given, each from its own network: without a memory.
    await publish(dir, { ...made.recipe, memory: undefined }, trained);
    if (variant === kneeForce) await publish(shipped, made.recipe, trained);
  }
}

/** Where intervals start: errors on the walkers that it was fitted to, which a ridge of so few weights hardly knows by heart. */
async function quantilesOf(
  model: Omit<JudgedModel, 'quantiles'>,
  walkers: readonly TransferPerson[],
): Promise<number[]> {
  const { steps } = model.card;
  const quantiles = new ResidualQuantiles(steps);
  const start = new Array<number>(steps).fill(START_QUANTILE);
  await judgePeople({ ...model, quantiles: start }, walkers, PART, (p, step, r) =>
    quantiles.add(p.id, step, r),
  );
  return quantiles.at(0.9);
}

/** On walkers that it was not fitted to: generated like those that it was. */
async function scoresOf(model: JudgedModel, walkers: readonly TransferPerson[]): Promise<CardScores> {
  return {
    protocol: 'left_out',
    part: PART,
    horizonsMs: [...SHOWN_HORIZONS_MS],
    joint: model.card.outputs[0],
    folds: [walkers.map((p) => p.id)],
    rows: summarise(await judgePeople(model, walkers, PART)),
  };
}
