import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LoadedModel, ModelLibrary } from '../../src/forecast/model-library';
import { weightsAtHand, weightsFor } from '../adapt/models';
import { note } from '../figures';
import { judgeJob } from './jobs';
import type { PersonErrors } from './judge-person';
import { kneeForce } from '../train/recipes/knee-force';
import { RUNS } from './make-models';
import type { TransferPerson } from './people';
import { shippedReplay } from './replay';

/** One model on many people, none of whom its weights saw. */
export interface ModelErrors {
  readonly model: string;
  readonly people: readonly PersonErrors[];
}

const REAL_MODELS = ['knee-emg-only', 'knee-emg', 'knee'] as const;
export const FORCE_DIR = join(RUNS, 'force');
const FORCE_MODELS = ['knee-fitted', 'knee-emg-fitted', 'knee-force'] as const;

/** Everyone by weights that never saw him; who is too short for a second of test is left out of all models. */
export async function judgeReal(people: readonly TransferPerson[], resume: boolean): Promise<ModelErrors[]> {
  const all: ModelErrors[] = [];
  for (const id of REAL_MODELS) {
    const weights = await weightsAtHand(id);
    const replay = await shippedReplay(id);
    const judged: PersonErrors[] = [];
    for (const person of people) {
      const model = weightsFor(person.id, weights);
      if (model === undefined) {
        note(`${id}: seen in training by all weights at hand: ${person.id}`);
        continue;
      }
      const result = await judgeJob(id, model, person, replay, resume);
      if (result !== null) judged.push(result);
    }
    all.push({ model: id, people: judged });
  }
  return all;
}

/** The simulation is about inputs: one number of strides is enough. */
const SIMULATED_STRIDES = [5];

/** The variants with and without force on walkers that none of them was fitted to; the knee network as it ships first. */
export async function judgeSimulated(
  shipped: LoadedModel,
  walkers: readonly TransferPerson[],
  resume: boolean,
): Promise<ModelErrors[]> {
  const replay = await shippedReplay(kneeForce.id);
  const library = await ModelLibrary.open((path) => readFile(join(FORCE_DIR, path)));
  const models = [shipped, ...(await Promise.all(FORCE_MODELS.map((id) => library.load(id))))];
  const all: ModelErrors[] = [];
  for (const model of models) {
    const judged: PersonErrors[] = [];
    for (const walker of walkers) {
      const result = await judgeJob(
        `simulated-${model.card.id}`,
        model,
        walker,
        replay,
        resume,
        SIMULATED_STRIDES,
      );
      if (result !== null) judged.push(result);
    }
    all.push({ model: model.card.id, people: judged });
  }
  return all;
}
