import { join } from 'node:path';
import { fitBaselines } from '../train/baselines-fit';
import { fitNetwork } from '../train/fit-network';
import { foldsOf, readPeople } from '../train/people';
import { publish } from '../train/publish';
import { recipeOf } from '../train/recipes';
import { FOLDS_DIR } from './models';

interface FoldOptions {
  readonly model: string;
  readonly folds: number;
  readonly seed: number;
  readonly steps?: number;
  readonly data?: string;
}

/**
 * Keeps the weights of each fold of the people, as `lab train` makes them (its checkpoints are gone on from): so that
 * adaptation can be judged on everybody by weights that never saw him.
 */
export async function writeFolds(options: FoldOptions): Promise<void> {
  const recipe = recipeOf(options.model);
  const steps = options.steps ?? recipe.steps;
  const people = readPeople(recipe.features.rate, options.data);
  const folds = foldsOf(people, options.folds);
  for (let i = 0; i < folds.length; i++) {
    const label = `fold-${i + 1}-of-${folds.length}`;
    const training = people.filter((p) => !folds[i].includes(p));
    const weights = await fitNetwork(recipe, training, {
      seed: options.seed,
      steps,
      runDir: join('lab', 'runs', recipe.id, label),
      label: `${recipe.id} ${label}`,
    });
    await publish(join(FOLDS_DIR, label), recipe, {
      weights,
      baselines: fitBaselines(recipe, training),
      people: training.map((p) => p.id),
      files: training.flatMap((p) => p.files),
      training: {
        command: `npm run lab -- adapt --write-folds --model ${recipe.id} --steps ${steps} --seed ${options.seed}`,
        seed: options.seed,
        steps,
        batch: recipe.batch,
        executor: 'wasm',
      },
      scores: [],
      intervalQuantiles: new Array<number>(recipe.features.steps).fill(0.1),
    });
  }
}
