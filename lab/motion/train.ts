import { join } from 'node:path';
import type { BaselinesFile } from '../../src/forecast/baselines/baselines-file';
import type { CardScores, ModelCard } from '../../src/forecast/model-card';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { bindToSide } from '../../src/gait/channels';
import { judgeMotion, type JointScores, reachedHorizons } from './judge';
import { type MotionPerson, readTrainingPeople } from './people';
import { MotionRidgeFit } from './ridge-fit';
import { MotionSampler } from './sampler';
import { dataDir } from '../data/dir';
import type { JudgedModel } from '../evaluate/judge-people';
import { scoreTable, summarise } from '../evaluate/summary';
import { type Figure, figure, note, printFigures } from '../figures';
import { fitNetwork } from '../train/fit-network';
import { publish } from '../train/publish';
import { ResidualQuantiles } from '../train/quantiles';
import type { Recipe } from '../train/recipe';

export interface MotionTraining {
  readonly seed: number;
  readonly steps: number;
  readonly data?: string;
  /** Default: public/models. */
  readonly out?: string;
  readonly json: boolean;
  /** Train this fold alone (its weights are kept for later) and stop; the number of folds trains the model of everyone. */
  readonly onlyFold?: number;
}

type Plan = Pick<MotionTraining, 'seed' | 'steps'>;

/** Points of the line: what least squares through more would gain is little beside the error from 50 ms on. */
const LINE_POINTS = 2;
const NO_QUANTILE = 0.1;
const EVERYONE = 'all';
const foldLabel = (i: number, count: number): string => `fold-${i + 1}-of-${count}`;
/** Where weights lie while they are made, and those that left people out. */
const RUNS = join('lab', 'runs');
const FOLDS = join('lab', 'folds');
const SHIPPED = join('public', 'models');

/**
 * `train --model legs|synergy`: once for each fold of people (scores, start of intervals, weights to judge them by in
 * lab/folds), then on everyone; writes the model with the folds' scores on its card.
 */
export async function trainMotionModel(recipe: Recipe, options: MotionTraining): Promise<void> {
  const people = peopleFor(recipe, options.data);
  const folds = foldsOf(people);
  const ridge = new MotionRidgeFit(recipe.features);
  if (options.onlyFold !== undefined) {
    const left = folds[options.onlyFold] ?? [];
    const label = left.length > 0 ? foldLabel(options.onlyFold, folds.length) : EVERYONE;
    await fitWeights(
      recipe,
      people.filter((p) => !left.includes(p)),
      options,
      label,
    );
    return;
  }
  const { models, scores, intervalQuantiles } = await trainFolds(recipe, people, folds, ridge, options);
  const training = {
    command: `npm run lab -- train --model ${recipe.id} --steps ${options.steps} --seed ${options.seed}`,
    seed: options.seed,
    steps: options.steps,
    batch: recipe.batch,
    executor: 'wasm',
  };
  const write = (dir: string, members: readonly MotionPerson[], made: Made, cardScores: CardScores[]) =>
    publish(dir, recipe, {
      weights: made.weights,
      baselines: made.baselines,
      people: members.map((p) => p.id),
      files: [],
      data: dataOf(members),
      training,
      scores: cardScores,
      intervalQuantiles,
    });
  if (options.out === undefined)
    for (const [i, fold] of folds.entries()) {
      const rest = people.filter((p) => !fold.includes(p));
      const own = scores.filter((s) => fold.some((p) => p.id === personOf(s)));
      await write(
        join(FOLDS, `walks-fold-${i + 1}-of-${folds.length}`),
        rest,
        models[i],
        cardScoresOf(recipe, 'left_out', [fold], own),
      );
    }
  const all = await fit(recipe, people, ridge, options, EVERYONE);
  const card = await write(options.out ?? SHIPPED, people, all, cardScoresOf(recipe, 'folds', folds, scores));
  for (const s of card.scores) note(scoreTable(s));
  printFigures(figuresOf(card), { card: card.id, people: scores }, options.json);
}

/** Each person by weights that never saw him. */
async function trainFolds(
  recipe: Recipe,
  people: readonly MotionPerson[],
  folds: readonly (readonly MotionPerson[])[],
  ridge: MotionRidgeFit,
  plan: Plan,
) {
  const { steps, outputs } = recipe.features;
  const quantiles = new ResidualQuantiles(steps * outputs.length);
  const models: Made[] = [];
  for (const [i, fold] of folds.entries()) {
    const rest = people.filter((p) => !fold.includes(p));
    const made = await fit(recipe, rest, ridge, plan, foldLabel(i, folds.length));
    await judgeMotion({ ...made, quantiles: start(recipe) }, fold, {
      onResidual: (person, j, h, residual) => quantiles.add(person, j * steps + h, residual),
    });
    models.push(made);
  }
  const intervalQuantiles = quantiles.at(0.9);
  const scores: JointScores[] = [];
  for (const [i, made] of models.entries())
    scores.push(...(await judgeMotion({ ...made, quantiles: intervalQuantiles }, folds[i])));
  return { models, scores, intervalQuantiles };
}

const personOf = (scores: JointScores): string => Object.values(scores)[0].person;

function cardScoresOf(
  { features }: Recipe,
  protocol: CardScores['protocol'],
  folds: readonly (readonly MotionPerson[])[],
  scores: readonly JointScores[],
): CardScores[] {
  return features.outputs.map((joint) => ({
    protocol,
    part: 'all',
    horizonsMs: reachedHorizons(features),
    joint,
    folds: folds.map((fold) => fold.map((p) => p.id)),
    rows: summarise(scores.map((s) => s[joint])),
  }));
}

/** RMSE of each joint and horizon, and how far below ridge: at least 20 % is what is aimed at from 50 to 100 ms. */
function figuresOf(card: ModelCard): Figure[] {
  return card.scores.flatMap(({ joint, horizonsMs, rows }) => {
    const of = (id: string) => rows.find((r) => r.forecaster === id && r.group === 'all')?.rmse ?? [];
    return horizonsMs.flatMap((ms, i) => [
      figure(`${card.id}.folds.${joint}.rmse_${ms}ms`, of(card.id)[i], 'deg'),
      figure(
        `${card.id}.folds.${joint}.below_ridge_${ms}ms`,
        100 * (1 - of(card.id)[i] / of('ridge')[i]),
        '%',
      ),
    ]);
  });
}

function peopleFor({ features }: Recipe, data = dataDir() ?? undefined): MotionPerson[] {
  if (data === undefined) throw new Error('No data directory: set STRIDECAST_DATA');
  const channels = features.inputs.map((name) => bindToSide(name, 'r'));
  const people = readTrainingPeople(data, channels);
  if (people.length === 0) throw new Error(`Nobody below ${data} has ${channels.join(', ')}`);
  return people;
}

function foldsOf(people: readonly MotionPerson[]): MotionPerson[][] {
  const count = 1 + Math.max(...people.map((p) => p.fold));
  return Array.from({ length: count }, (_, i) => people.filter((p) => p.fold === i)).filter(
    (fold) => fold.length > 0,
  );
}

type Made = Omit<JudgedModel, 'quantiles'>;

async function fit(
  recipe: Recipe,
  people: readonly MotionPerson[],
  ridge: MotionRidgeFit,
  plan: Plan,
  label: string,
): Promise<Made> {
  const weights = await fitWeights(recipe, people, plan, label);
  const card = { ...recipe.features, id: recipe.id, architecture: recipe.architecture };
  const baselines: BaselinesFile = { version: 1, line: { points: LINE_POINTS }, ridge: ridge.fit(people) };
  return { card, weights, baselines };
}

const fitWeights = (
  recipe: Recipe,
  people: readonly MotionPerson[],
  { seed, steps }: Plan,
  label: string,
): Promise<readonly WeightTensor[]> =>
  fitNetwork(recipe, people, {
    seed,
    steps,
    runDir: join(RUNS, recipe.id, label),
    label: `${recipe.id} ${label}`,
    sampler: ({ features, batch, augmentation }) => new MotionSampler(features, people, batch, augmentation),
  });

const start = ({ features }: Recipe): number[] =>
  new Array<number>(features.steps * features.outputs.length).fill(NO_QUANTILE);

const CMU: Omit<ModelCard['data'][number], 'files'> = {
  name: 'CMU Graphics Lab Motion Capture Database, walking',
  license: 'free for all uses, also in products; not to be resold as it is',
  citation:
    'The data used in this project was obtained from mocap.cs.cmu.edu. The database was created with funding from NSF EIA-0196217.',
  url: 'http://mocap.cs.cmu.edu',
};
const GAITPRINT: Omit<ModelCard['data'][number], 'files'> = {
  name: 'NONAN GaitPrint, sample',
  license: 'as its authors state; only what was derived is here',
  citation:
    'NONAN GaitPrint: an IMU gait database of healthy young adults. Scientific Data 10 (2023), doi 10.1038/s41597-023-02704-z',
  url: 'https://doi.org/10.1038/s41597-023-02704-z',
};

function dataOf(people: readonly MotionPerson[]): ModelCard['data'] {
  return [
    { set: 'cmu', about: CMU },
    { set: 'gaitprint', about: GAITPRINT },
  ]
    .map(({ set, about }) => ({
      ...about,
      files: people.filter((p) => p.id.startsWith(`${set}:`)).flatMap((p) => p.recordings.map((r) => r.name)),
    }))
    .filter((d) => d.files.length > 0);
}
