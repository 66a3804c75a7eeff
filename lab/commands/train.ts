import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SHOWN_HORIZONS_MS } from '../../src/forecast/forecaster';
import type { CardScores, ModelCard } from '../../src/forecast/model-card';
import type { BaselinesFile } from '../../src/forecast/baselines/baselines-file';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { FOLDS_DIR, weightsAtHand, weightsFor } from '../adapt/models';
import { type JudgedModel, judgePeople } from '../evaluate/judge-people';
import type { PersonScores } from '../evaluate/judge';
import { scoreTable, summarise } from '../evaluate/summary';
import { figure, note, printFigures } from '../figures';
import { trainMotionModel } from '../motion/train';
import { fitBaselines } from '../train/baselines-fit';
import { type FitOptions, fitNetwork } from '../train/fit-network';
import { foldsOf, type Person, peopleNamed, readPeople } from '../train/people';
import { publish, type Trained } from '../train/publish';
import { ResidualQuantiles } from '../train/quantiles';
import type { Recipe } from '../train/recipe';
import { recipeOf } from '../train/recipes';

const PART = 'second_half';
/** Until folds have told better: about what folds of the knee model gave. */
const NO_QUANTILE = 0.1;
/** More folds than these share their first phases: it costs most and needs the fewest people. */
const GROUPS = 4;

interface Run {
  readonly recipe: Recipe;
  readonly seed: number;
  readonly steps: number;
  readonly runs: string;
  readonly command: string;
}

/** A network and its baselines, and who they learned from. */
interface Learned {
  readonly label: string;
  readonly people: readonly Person[];
  readonly weights: readonly WeightTensor[];
  readonly baselines: BaselinesFile;
}

/**
 * `train --model knee [--leave-out 3A,1A,3N] [--folds 4] [--only-fold N] [--keep-folds] [--steps N] [--seed S] [--data DIR] [--out DIR] [--json]`
 *
 * Trains once for each fold of the people (each is judged by the weights that never saw him: the card's scores and the
 * start of its intervals), then on all of them, and writes the model. Goes on from its checkpoints in lab/runs. `--keep-folds`
 * writes the folds' models too, so that adaptation can be judged on everybody by weights that never saw him; with
 * `--folds 0` intervals start from what those kept before did on the training people.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: 'string', default: 'knee' },
      'leave-out': { type: 'string', default: '' },
      folds: { type: 'string', default: '4' },
      'only-fold': { type: 'string' },
      'keep-folds': { type: 'boolean', default: false },
      steps: { type: 'string' },
      seed: { type: 'string', default: '1' },
      data: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const recipe = recipeOf(values.model);
  if (recipe.people === 'motion') {
    const steps = wholeNumber('steps', values.steps ?? String(recipe.steps));
    const { json, data, out } = values;
    const only = values['only-fold'];
    const onlyFold = only === undefined ? undefined : wholeNumber('only-fold', only);
    const seed = wholeNumber('seed', values.seed);
    await trainMotionModel(recipe, { seed, steps, data, out, json, onlyFold });
    return;
  }
  const people = readPeople(recipe.features.rate, values.data);
  const leftOut = peopleNamed(values['leave-out'], people);
  const training = people.filter((p) => !leftOut.includes(p));
  const name = [recipe.id, ...leftOut.map((p) => p.id.replace(/^\w+:/, 'without-'))].join('-');
  const plan: Run = {
    recipe,
    seed: wholeNumber('seed', values.seed),
    steps: wholeNumber('steps', values.steps ?? String(recipe.steps)),
    runs: join('lab', 'runs', name),
    command: command(values),
  };

  const folds = foldsOf(training, wholeNumber('folds', values.folds));
  if (values['only-fold'] !== undefined) {
    await fitFold(plan, training, folds, wholeNumber('only-fold', values['only-fold']));
    return;
  }

  const learned: Learned[] = [];
  for (let i = 0; i < folds.length; i++) {
    const { label, people: rest, weights } = await fitFold(plan, training, folds, i);
    learned.push({ label, people: rest, weights, baselines: fitBaselines(recipe, rest) });
  }
  const quantiles = await residualQuantiles(recipe, folds, learned);
  if (folds.length === 0) await addKept(quantiles, recipe, training);
  const folded: PersonScores[] = [];
  for (const [i, fold] of folds.entries()) {
    const ownQuantiles = folds.length > 1 ? quantiles.at(0.9, idsOf(fold)) : startOf(recipe);
    folded.push(...(await judgePeople(judgedOf(recipe, learned[i], ownQuantiles), fold, PART)));
    if (values['keep-folds'])
      await publish(join(FOLDS_DIR, learned[i].label), recipe, trained(plan, learned[i], [], ownQuantiles));
  }
  const scores = folds.length > 0 ? [cardScores(recipe, 'folds', folds, folded)] : [];

  const intervalQuantiles = quantiles.people > 0 ? quantiles.at(0.9) : startOf(recipe);
  const weights = await fitNetwork(recipe, training, options(plan, 'all'));
  const model = { label: 'all', people: training, weights, baselines: fitBaselines(recipe, training) };
  if (leftOut.length > 0) {
    const judged = await judgePeople(judgedOf(recipe, model, intervalQuantiles), leftOut, PART);
    scores.push(cardScores(recipe, 'left_out', [leftOut], judged));
  }
  const out =
    values.out ?? (leftOut.length > 0 ? join('e2e', 'fixtures', 'models') : join('public', 'models'));
  const card = await publish(out, recipe, trained(plan, model, scores, intervalQuantiles));
  report(card, folded, values.json);
}

const startOf = (recipe: Recipe): number[] => new Array<number>(recipe.features.steps).fill(NO_QUANTILE);
const idsOf = (people: readonly Person[]): string[] => people.map((p) => p.id);
const options = ({ recipe, seed, steps, runs }: Run, label: string): FitOptions => ({
  seed,
  steps,
  runDir: join(runs, label),
  label: `${recipe.id} ${label}`,
});

/** Weights that never saw the fold. With many folds the first phase leaves out more people than that, and is shared. */
async function fitFold(plan: Run, training: readonly Person[], folds: readonly Person[][], index: number) {
  const { recipe, runs } = plan;
  const people = training.filter((p) => !folds[index].includes(p));
  const label = `fold-${index + 1}-of-${folds.length}`;
  const groups = folds.length > GROUPS ? foldsOf(training, GROUPS) : [];
  const group = groups.findIndex((g) => folds[index].every((p) => g.includes(p)));
  const first =
    group < 0
      ? undefined
      : {
          people: training.filter((p) => !groups[group].includes(p)),
          runDir: join(runs, `group-${group + 1}-of-${GROUPS}`),
        };
  return { label, people, weights: await fitNetwork(recipe, people, { ...options(plan, label), first }) };
}

async function residualQuantiles(
  recipe: Recipe,
  folds: readonly Person[][],
  learned: readonly Learned[],
): Promise<ResidualQuantiles> {
  const quantiles = new ResidualQuantiles(recipe.features.steps);
  const collect = (p: Person, step: number, residual: number) => quantiles.add(p.id, step, residual);
  for (const [i, fold] of folds.entries())
    await judgePeople(judgedOf(recipe, learned[i], startOf(recipe)), fold, PART, collect);
  return quantiles;
}

/** The same from folds that were kept before: of each person by weights that never saw him. */
async function addKept(
  quantiles: ResidualQuantiles,
  recipe: Recipe,
  people: readonly Person[],
): Promise<void> {
  const kept = await weightsAtHand(recipe.id);
  for (const person of people) {
    const model = weightsFor(person.id, kept);
    if (model === undefined) continue;
    const judged = { ...model, quantiles: startOf(recipe) };
    await judgePeople(judged, [person], PART, (p, step, residual) => quantiles.add(p.id, step, residual));
  }
}

const judgedOf = (
  recipe: Recipe,
  { weights, baselines }: Learned,
  quantiles: readonly number[],
): JudgedModel => ({
  card: { ...recipe.features, id: recipe.id, architecture: recipe.architecture },
  weights,
  baselines,
  quantiles,
});

const trained = (
  { recipe, seed, steps, command }: Run,
  { people, weights, baselines }: Learned,
  scores: readonly CardScores[],
  intervalQuantiles: readonly number[],
): Trained => ({
  weights,
  baselines,
  people: idsOf(people),
  files: people.flatMap((p) => p.files),
  training: {
    command,
    seed,
    steps: steps + (recipe.settling?.steps ?? 0),
    batch: recipe.batch,
    executor: 'wasm',
  },
  scores: [...scores],
  intervalQuantiles,
});

function cardScores(
  recipe: Recipe,
  protocol: CardScores['protocol'],
  folds: readonly (readonly Person[])[],
  people: readonly PersonScores[],
): CardScores {
  return {
    protocol,
    part: PART,
    horizonsMs: [...SHOWN_HORIZONS_MS],
    joint: recipe.features.outputs[0],
    folds: folds.map((fold) => fold.map((p) => p.id)),
    rows: summarise(people),
  };
}

function report(card: ModelCard, people: readonly PersonScores[], json: boolean): void {
  const figures = card.scores.flatMap(({ protocol, rows, horizonsMs }) =>
    rows
      .filter((r) => r.forecaster === card.id)
      .flatMap((r) =>
        horizonsMs.map((ms, i) => figure(`${card.id}.${protocol}.${r.group}.nmae_${ms}ms`, r.nmae[i], '%')),
      ),
  );
  for (const s of card.scores) note(scoreTable(s));
  printFigures(figures, { card: card.id, people }, json);
}

function command(values: Record<string, unknown>): string {
  const kept = ['model', 'leave-out', 'folds', 'keep-folds', 'steps', 'seed'];
  const flags = kept
    .filter((k) => values[k])
    .map((k) => (values[k] === true ? `--${k}` : `--${k} ${String(values[k])}`));
  return `npm run lab -- train ${flags.join(' ')}`;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name}: a whole number, not '${text}'`);
  return value;
}
