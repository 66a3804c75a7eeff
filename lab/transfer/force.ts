import type { LoadedModel } from '../../src/forecast/model-library';
import { publish } from '../train/publish';
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

const trainingWalkers = (): TransferPerson[] => virtualPeople(TRAINING_EACH, 1, SECONDS, RATE);
export const testWalkers = (): TransferPerson[] => virtualPeople(TEST_EACH, TEST_FROM, SECONDS, RATE);

/** What is joined to the knee network, from nothing new to everything. */
const FORCE_VARIANTS: readonly Recipe[] = [
  { ...knee, id: 'knee-fitted', settling: undefined },
  { ...kneeEmg, id: 'knee-emg-fitted' },
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
    const trained = {
      weights: made.weights,
      // Those of the knee network: fitted to real people.
      baselines: base.baselines,
      people,
      files: [],
      data,
      training: { command, seed, steps: made.recipe.steps, batch: variant.batch, executor: 'wasm' },
      scores: [],
      intervalQuantiles: new Array<number>(variant.features.steps).fill(START_QUANTILE),
    };
    await publish(dir, made.recipe, trained);
    if (variant === kneeForce) await publish(shipped, made.recipe, trained);
  }
}
