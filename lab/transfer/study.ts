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

/**
 * Each is adapted from its own network, so that they differ by their inputs alone; the last as the product does it, from the
 * network with a memory of the person's strides.
 */
const REAL_MODELS: readonly { readonly id: string; readonly model: string; readonly memory?: true }[] = [
  { id: 'knee-emg-only', model: 'knee-emg-only' },
  { id: 'knee-emg', model: 'knee-emg' },
  { id: 'knee', model: 'knee' },
  { id: 'knee-from-memory', model: 'knee', memory: true },
];
export const FORCE_DIR = join(RUNS, 'force');
const FORCE_MODELS = ['knee-fitted', 'knee-emg-fitted', 'knee-force'] as const;

/** Everyone by weights that never saw him; who is too short for a second of test is left out of all models. */
export async function judgeReal(people: readonly TransferPerson[], resume: boolean): Promise<ModelErrors[]> {
  const all: ModelErrors[] = [];
  for (const { id, model: shipped, memory } of REAL_MODELS) {
    const weights = await weightsAtHand(shipped);
    const replay = await shippedReplay(shipped);
    const judged: PersonErrors[] = [];
    for (const person of people) {
      const model = weightsFor(person.id, weights);
      if (model === undefined) {
        note(`${id}: seen in training by all weights at hand: ${person.id}`);
        continue;
      }
      const start = memory ? model : { ...model, memory: null };
      const result = await judgeJob(id, start, person, replay, resume);
      if (result !== null) judged.push(result);
    }
    all.push({ model: id, people: judged });
  }
  return all;
}

/** The variants with and without force on walkers that none of them was fitted to; the knee network as it ships first. */
export async function judgeSimulated(
  shipped: LoadedModel,
  walkers: readonly TransferPerson[],
  resume: boolean,
): Promise<ModelErrors[]> {
  const replay = await shippedReplay(kneeForce.id);
  const library = await ModelLibrary.open((path) => readFile(join(FORCE_DIR, path)));
  const models = [
    { ...shipped, memory: null },
    ...(await Promise.all(FORCE_MODELS.map((id) => library.load(id)))),
  ];
  const all: ModelErrors[] = [];
  for (const model of models) {
    const judged: PersonErrors[] = [];
    for (const walker of walkers) {
      const result = await judgeJob(`simulated-${model.card.id}`, model, walker, replay, resume);
      if (result !== null) judged.push(result);
    }
    all.push({ model: model.card.id, people: judged });
  }
  return all;
}
