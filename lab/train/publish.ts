import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from '../../src/gait/schema';
import type { BaselinesFile } from '../../src/forecast/baselines/baselines-file';
import {
  type ModelCard,
  modelCardSchema,
  type ModelIndex,
  modelIndexSchema,
} from '../../src/forecast/model-card';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { startBackend, useBackend } from '../../src/forecast/runtime/tfjs/backends';
import { toModelFiles } from '../../src/forecast/runtime/tfjs/save-load';
import { sha256 } from '../../src/forecast/sha256';
import type { Recipe } from './recipe';

/** What is known of a trained model beside its recipe. */
export interface Trained {
  readonly weights: readonly WeightTensor[];
  readonly baselines: BaselinesFile;
  readonly people: readonly string[];
  readonly files: readonly string[];
  /** Where the walks come from, with their files; default: the UCI set with `files`. */
  readonly data?: ModelCard['data'];
  readonly training: ModelCard['training'];
  readonly scores: ModelCard['scores'];
  readonly intervalQuantiles: readonly number[];
}

const UCI: Omit<ModelCard['data'][number], 'files'> = {
  name: 'EMG Dataset in Lower Limb',
  license: 'CC BY 4.0 as listed for the UCI repository; the page of the data set decides',
  citation:
    'Sanchez, O., Sotelo, J.: EMG Dataset in Lower Limb. UCI Machine Learning Repository, doi 10.24432/C5ZW3P',
  url: 'https://archive.ics.uci.edu/dataset/278/emg+dataset+in+lower+limb',
};

/** Writes a model's folder below `models` and its line in the index. */
export async function publish(models: string, recipe: Recipe, trained: Trained): Promise<ModelCard> {
  const folder = join(models, recipe.id);
  await mkdir(folder, { recursive: true });
  await startBackend('cpu');
  useBackend('cpu');
  const { json, bin } = toModelFiles(recipe.architecture, trained.weights);
  const write = async (path: string, bytes: Uint8Array) => {
    await writeFile(join(folder, path), bytes);
    return { path, sha256: sha256(bytes) };
  };
  const card: ModelCard = modelCardSchema.parse({
    version: 1,
    id: recipe.id,
    name: recipe.name,
    ...recipe.features,
    conditioning: recipe.conditioning,
    ...(recipe.memory === undefined ? {} : { memory: recipe.memory }),
    architecture: recipe.architecture,
    parameters: trained.weights.reduce((sum, w) => sum + w.data.length, 0),
    data: trained.data ? [...trained.data] : [{ ...UCI, files: [...trained.files] }],
    trainingPeople: [...trained.people],
    training: trained.training,
    scores: trained.scores,
    intervalQuantiles: [...trained.intervalQuantiles],
    limits: recipe.limits,
    files: {
      model: await write('model.json', text(json)),
      weights: await write('weights.bin', bin),
      baselines: await write('baselines.json', text(trained.baselines)),
    },
  } satisfies z.input<typeof modelCardSchema>);
  await writeFile(join(folder, 'card.json'), text(card, 1));
  await writeIndex(models, { id: recipe.id, card: `${recipe.id}/card.json` });
  return card;
}

async function writeIndex(models: string, entry: ModelIndex['models'][number]): Promise<void> {
  const path = join(models, 'index.json');
  let index: ModelIndex = { version: 1, models: [] };
  try {
    index = modelIndexSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const known = index.models.some((m) => m.id === entry.id);
  const list = known ? index.models.map((m) => (m.id === entry.id ? entry : m)) : [...index.models, entry];
  await writeFile(path, text({ ...index, models: list }, 1));
}

function text(value: unknown, indent?: number): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, indent)}\n`);
}
