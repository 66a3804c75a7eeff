import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LoadedModel, ModelLibrary } from '../../src/forecast/model-library';
import { note } from '../figures';

/** Weights of one recipe, trained without some of the people: those that ship, and the lab's folds. */
export const FOLDS_DIR = join('lab', 'folds');
const SHIPPED = [join('public', 'models'), join('e2e', 'fixtures', 'models')];

/** Where sets of weights lie: shipped ones first. */
export async function weightsDirs(): Promise<string[]> {
  const folds = await readdir(FOLDS_DIR).catch(() => []);
  return [...SHIPPED, ...folds.sort().map((name) => join(FOLDS_DIR, name))];
}

/** Every set of weights of model `id` that is at hand: shipped ones first. Throws Error where there is none. */
export async function weightsAtHand(id: string): Promise<LoadedModel[]> {
  const dirs = await weightsDirs();
  const models: LoadedModel[] = [];
  for (const dir of dirs) {
    try {
      const library = await ModelLibrary.open((path) => readFile(join(dir, path)));
      if (library.cards.some((card) => card.id === id)) models.push(await library.load(id));
    } catch (error) {
      note(error instanceof Error ? error.message : String(error));
    }
  }
  if (models.length === 0) throw new Error(`No model ${id} in ${dirs.join(', ')}`);
  return models;
}

/** Weights that never saw the person; among several, those that saw the most other people. */
export function weightsFor(person: string, models: readonly LoadedModel[]): LoadedModel | undefined {
  return models
    .filter((m) => !m.card.trainingPeople.includes(person))
    .toSorted((a, b) => b.card.trainingPeople.length - a.card.trainingPeople.length)[0];
}
