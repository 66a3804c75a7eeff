import { join } from 'node:path';
import type { FeatureCard, ModelCard } from '../../src/forecast/model-card';
import type { LoadedModel } from '../../src/forecast/model-library';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { fitNetwork } from '../train/fit-network';
import type { Person } from '../train/people';
import type { Recipe } from '../train/recipe';
import { knee } from '../train/recipes/knee';
import { withInput } from '../train/recipes/knee-emg';
import { joinBranch } from './emg-branch';
import { madeBefore } from './join-cache';

export const RUNS = join('lab', 'runs', 'transfer');

export interface Made {
  readonly recipe: Recipe;
  readonly weights: readonly WeightTensor[];
}

interface MakeOptions {
  readonly seed: number;
  /** Names the people: where checkpoints lie. */
  readonly label: string;
}

/** Windows of each person that a branch is fitted to. */
const BRANCH_WINDOWS = 1280;
/** See BranchOptions. */
const BRANCH_REACH = 3;
const BRANCH_SURETY = 2;

/** `recipe`'s own inputs joined to a trained knee network; `units` new hidden units see all of them. */
export async function joinToKnee(
  base: Pick<LoadedModel, 'card' | 'weights'>,
  recipe: Recipe,
  people: readonly Person[],
  { seed }: MakeOptions,
  units = 0,
): Promise<Made> {
  const { card } = base;
  const narrow: Recipe = { ...knee, features: card, architecture: card.architecture };
  const features = withFeaturesOf(recipe, card);
  const [first, ...rest] = card.architecture.head;
  const head = [{ ...first, units: first.units + units }, ...rest];
  const wide: Recipe = {
    ...recipe,
    features,
    architecture: withInput({ ...card.architecture, head }, features),
    steps: card.training.steps,
  };
  const options = { seed, windows: BRANCH_WINDOWS, reach: BRANCH_REACH, surety: BRANCH_SURETY };
  const { architecture, augmentation } = wide;
  const ids = people.map((p) => p.id);
  const key = { base: card.files.weights.sha256, features, architecture, augmentation, ids, ...options };
  const weights = await madeBefore(join(RUNS, 'joined'), key, async () => {
    const joined = await joinBranch({ recipe: narrow, weights: base.weights }, wide, people, options);
    return joined.weights;
  });
  return { recipe: wide, weights };
}

/** The recipe's inputs with what the trained network makes of its own. */
const withFeaturesOf = ({ features }: Recipe, card: ModelCard): FeatureCard => ({
  ...features,
  rate: card.rate,
  windowTicks: card.windowTicks,
  steps: card.steps,
  scaling: card.scaling,
  features: card.features,
});

/** A network of its own, trained step by step; goes on from its checkpoints. */
export async function trainAlone(
  recipe: Recipe,
  people: readonly Person[],
  { seed, label }: MakeOptions,
): Promise<Made> {
  const weights = await fitNetwork(recipe, people, {
    seed,
    steps: recipe.steps,
    runDir: join(RUNS, `${recipe.id}-${label}-seed-${seed}`),
    label: `${recipe.id} ${label}`,
  });
  return { recipe, weights };
}
