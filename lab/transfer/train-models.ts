import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaselinesFile } from '../../src/forecast/baselines/baselines-file';
import { SHOWN_HORIZONS_MS } from '../../src/forecast/forecaster';
import type { CardScores } from '../../src/forecast/model-card';
import { type LoadedModel, ModelLibrary } from '../../src/forecast/model-library';
import { FOLDS_DIR } from '../adapt/models';
import type { PersonScores } from '../evaluate/judge';
import { judgePeople } from '../evaluate/judge-people';
import { scoreTable, summarise } from '../evaluate/summary';
import { note } from '../figures';
import { fitBaselines } from '../train/baselines-fit';
import { foldsOf } from '../train/people';
import { publish } from '../train/publish';
import { ResidualQuantiles } from '../train/quantiles';
import type { Recipe } from '../train/recipe';
import { knee } from '../train/recipes/knee';
import { kneeEmg } from '../train/recipes/knee-emg';
import { kneeEmgOnly } from '../train/recipes/knee-emg-only';
import { joinToKnee, type Made, trainAlone } from './make-models';
import type { TransferPerson } from './people';

const SHIPPED = join('public', 'models');
const LEFT_OUT_DIR = join('e2e', 'fixtures', 'models');
const LEFT_OUT = ['uci:3A', 'uci:1A', 'uci:3N'];
const PART = 'second_half';
const FOLDS = 4;
const START_QUANTILE = 0.1;

/** Where a model goes, and who it learns from. */
interface Place {
  readonly dir: string;
  readonly people: readonly TransferPerson[];
  /** The knee network that it is joined to. */
  readonly base?: LoadedModel;
}

interface Trained extends Made, Place {
  readonly baselines: BaselinesFile;
}

export interface TrainOptions {
  readonly seed: number;
  readonly command: string;
}

/** EMG joined to every knee network at hand, written beside it. */
export async function trainKneeEmg(people: readonly TransferPerson[], options: TrainOptions): Promise<void> {
  const places: Place[] = [];
  for (const dir of [...(await foldDirs()), LEFT_OUT_DIR, SHIPPED]) {
    const base = await load(dir, knee.id);
    if (base === undefined) continue;
    places.push({ dir, base, people: people.filter((p) => base.card.trainingPeople.includes(p.id)) });
  }
  const models: Trained[] = [];
  for (const place of places) {
    note(`${kneeEmg.id}: ${place.dir}, ${place.people.length} people`);
    const made = await joinToKnee(place.base!, kneeEmg, place.people, { seed: options.seed, label: '' });
    models.push({ ...place, ...made, baselines: place.base!.baselines });
  }
  await publishAll(kneeEmg, models, people, options);
}

/** EMG alone: four folds of people, all but those whom tests show, and all. */
export async function trainEmgOnly(people: readonly TransferPerson[], options: TrainOptions): Promise<void> {
  const folds = foldsOf(people, FOLDS);
  const named = (dir: string, label: string, out: (p: TransferPerson) => boolean) => ({
    dir,
    label,
    people: people.filter((p) => !out(p)),
  });
  const places = [
    ...folds.map((fold, i) => {
      const label = `fold-${i + 1}-of-${FOLDS}`;
      return named(join(FOLDS_DIR, `emg-${label}`), label, (p) => fold.includes(p));
    }),
    named(LEFT_OUT_DIR, 'without-3A-1A-3N', (p) => LEFT_OUT.includes(p.id)),
    named(SHIPPED, 'all', () => false),
  ];
  const models: Trained[] = [];
  for (const { label, ...place } of places) {
    const made = await trainAlone(kneeEmgOnly, place.people, { seed: options.seed, label });
    const beside = await load(place.dir, knee.id);
    const same = beside?.card.trainingPeople.join() === place.people.map((p) => p.id).join();
    // The baselines see the knee's own past, which this network does without.
    const baselines = beside && same ? beside.baselines : fitBaselines(knee, place.people);
    models.push({ ...place, ...made, baselines });
  }
  await publishAll(kneeEmgOnly, models, people, options);
}

/** Judges everyone by weights that never saw him, and writes all models with the same scores. */
async function publishAll(
  recipe: Recipe,
  models: readonly Trained[],
  everyone: readonly TransferPerson[],
  { seed, command }: TrainOptions,
): Promise<void> {
  const folds = models.filter((m) => m.dir.startsWith(FOLDS_DIR));
  const unseen = (m: Trained) => everyone.filter((p) => !m.people.includes(p));
  const startOf = await intervalStarts(recipe, models, folds, unseen);
  const scores: PersonScores[] = [];
  for (const model of folds)
    scores.push(...(await judgePeople(judged(model, startOf(model)), unseen(model), PART)));
  const byFolds = cardScores(recipe, 'folds', folds.map(unseen), scores);
  note(scoreTable(byFolds));
  for (const model of models) {
    const own = folds.includes(model) ? [] : [byFolds];
    if (!folds.includes(model) && unseen(model).length > 0) {
      const left = await judgePeople(judged(model, startOf(model)), unseen(model), PART);
      own.push(cardScores(recipe, 'left_out', [unseen(model)], left));
    }
    await publish(model.dir, model.recipe, {
      weights: model.weights,
      baselines: model.baselines,
      people: model.people.map((p) => p.id),
      files: model.people.flatMap((p) => p.files),
      training: { command, seed, steps: model.recipe.steps, batch: recipe.batch, executor: 'wasm' },
      scores: own,
      intervalQuantiles: startOf(model),
    });
  }
}

/**
 * Where each model's intervals start: as those of the network that it was joined to, which errs alike; else from the errors
 * of its own training people, by folds that never saw them.
 */
async function intervalStarts(
  recipe: Recipe,
  models: readonly Trained[],
  folds: readonly Trained[],
  unseen: (model: Trained) => readonly TransferPerson[],
): Promise<(model: Trained) => readonly number[]> {
  if (models.every((m) => m.base !== undefined)) return (m) => m.base!.card.intervalQuantiles;
  const quantiles = new ResidualQuantiles(recipe.features.steps);
  const start = new Array<number>(recipe.features.steps).fill(START_QUANTILE);
  for (const model of folds)
    await judgePeople(judged(model, start), unseen(model), PART, (p, step, r) =>
      quantiles.add(p.id, step, r),
    );
  return (m) =>
    quantiles.at(
      0.9,
      unseen(m).map((p) => p.id),
    );
}

const judged = ({ recipe, weights, baselines }: Trained, quantiles: readonly number[]) => ({
  card: { ...recipe.features, id: recipe.id, architecture: recipe.architecture },
  weights,
  baselines,
  quantiles,
});

const cardScores = (
  { features }: Recipe,
  protocol: CardScores['protocol'],
  folds: readonly (readonly TransferPerson[])[],
  people: readonly PersonScores[],
): CardScores => ({
  protocol,
  part: PART,
  horizonsMs: [...SHOWN_HORIZONS_MS],
  joint: features.outputs[0],
  folds: folds.map((fold) => fold.map((p) => p.id)),
  rows: summarise(people),
});

async function foldDirs(): Promise<string[]> {
  const names = await readdir(FOLDS_DIR);
  return names.sort().map((name) => join(FOLDS_DIR, name));
}

/** Model `id` of a directory; undefined where it has none. */
async function load(dir: string, id: string): Promise<LoadedModel | undefined> {
  try {
    const library = await ModelLibrary.open((path) => readFile(join(dir, path)));
    return library.cards.some((card) => card.id === id) ? await library.load(id) : undefined;
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
