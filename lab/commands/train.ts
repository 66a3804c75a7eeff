import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SHOWN_HORIZONS_MS } from '../../src/forecast/forecaster';
import type { CardScores, ModelCard } from '../../src/forecast/model-card';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { judgePeople } from '../evaluate/judge-people';
import type { PersonScores } from '../evaluate/judge';
import { scoreTable, summarise } from '../evaluate/summary';
import { figure, note, printFigures } from '../figures';
import { trainMotionModel } from '../motion/train';
import { fitBaselines } from '../train/baselines-fit';
import { fitNetwork } from '../train/fit-network';
import { foldsOf, type Person, peopleNamed, readPeople } from '../train/people';
import { publish } from '../train/publish';
import { ResidualQuantiles } from '../train/quantiles';
import type { Recipe } from '../train/recipe';
import { recipeOf } from '../train/recipes';

const PART = 'second_half';
/** Until folds have told better: about what folds of the knee model gave. */
const NO_QUANTILE = 0.1;

interface Run {
  readonly recipe: Recipe;
  readonly seed: number;
  readonly steps: number;
  readonly runs: string;
}

/**
 * `train --model knee [--leave-out 3A,1A,3N] [--folds 4] [--only-fold N] [--steps N] [--seed S] [--data DIR] [--out DIR] [--json]`
 *
 * Trains once for each fold of the people (each is judged by the weights that never saw him: the card's scores and the
 * start of its intervals), then on all of them, and writes the model. Goes on from its checkpoints in lab/runs.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: 'string', default: 'knee' },
      'leave-out': { type: 'string', default: '' },
      folds: { type: 'string', default: '4' },
      'only-fold': { type: 'string' },
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
    await trainMotionModel(recipe, { seed: wholeNumber('seed', values.seed), steps, data, out, json });
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
  };

  const folds = foldsOf(training, wholeNumber('folds', values.folds));
  if (values['only-fold'] !== undefined) {
    const index = wholeNumber('only-fold', values['only-fold']);
    await fitFold(plan, training, folds, index);
    return;
  }

  const quantiles = new ResidualQuantiles(recipe.features.steps);
  const folded: PersonScores[] = [];
  for (let i = 0; i < folds.length; i++) {
    const model = await fitFold(plan, training, folds, i);
    const collect = (p: Person, step: number, residual: number) => quantiles.add(p.id, step, residual);
    folded.push(...(await judgePeople({ ...model, quantiles: start(recipe) }, folds[i], PART, collect)));
  }
  const intervalQuantiles = folds.length > 0 ? quantiles.at(0.9) : start(recipe);
  // Once more, now that the intervals' start is known: by the folds' own weights, which are kept.
  const scores: CardScores[] = [];
  if (folds.length > 0) {
    folded.length = 0;
    for (let i = 0; i < folds.length; i++) {
      const model = await fitFold(plan, training, folds, i);
      folded.push(...(await judgePeople({ ...model, quantiles: intervalQuantiles }, folds[i], PART)));
    }
    scores.push(cardScores(recipe, 'folds', folds, folded));
  }

  const model = await fit(plan, training, 'all');
  if (leftOut.length > 0) {
    const judged = await judgePeople({ ...model, quantiles: intervalQuantiles }, leftOut, PART);
    scores.push(cardScores(recipe, 'left_out', [leftOut], judged));
  }
  const out =
    values.out ?? (leftOut.length > 0 ? join('e2e', 'fixtures', 'models') : join('public', 'models'));
  const card = await publish(out, recipe, {
    weights: model.weights,
    baselines: model.baselines,
    people: training.map((p) => p.id),
    files: training.flatMap((p) => p.files),
    training: {
      command: command(values),
      seed: plan.seed,
      steps: plan.steps + (recipe.settling?.steps ?? 0),
      batch: recipe.batch,
      executor: 'wasm',
    },
    scores,
    intervalQuantiles,
  });
  report(card, folded, values.json);
}

const start = (recipe: Recipe): number[] => new Array<number>(recipe.features.steps).fill(NO_QUANTILE);

const fitFold = (plan: Run, training: readonly Person[], folds: readonly Person[][], index: number) => {
  const rest = training.filter((p) => !folds[index].includes(p));
  return fit(plan, rest, `fold-${index + 1}-of-${folds.length}`);
};

async function fit(plan: Run, people: readonly Person[], label: string) {
  const { recipe, seed, steps, runs } = plan;
  const weights: readonly WeightTensor[] = await fitNetwork(recipe, people, {
    seed,
    steps,
    runDir: join(runs, label),
    label: `${recipe.id} ${label}`,
  });
  const card = { ...recipe.features, id: recipe.id, architecture: recipe.architecture };
  return { card, weights, baselines: fitBaselines(recipe, people) };
}

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
  const kept = ['model', 'leave-out', 'folds', 'steps', 'seed'];
  const flags = kept.filter((k) => values[k]).map((k) => `--${k} ${String(values[k])}`);
  return `npm run lab -- train ${flags.join(' ')}`;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name}: a whole number, not '${text}'`);
  return value;
}
