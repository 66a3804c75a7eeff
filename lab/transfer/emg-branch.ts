import { cutNetwork } from '../../src/adapt/deep-network';
import { solvePositive } from '../../src/forecast/regression/linear-algebra';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { Rng } from '../../src/gait/rng';
import { note } from '../figures';
import type { Person } from '../train/people';
import type { Recipe } from '../train/recipe';
import { BatchSampler } from '../train/sampler';
import { widened } from './widen';

export interface BranchOptions {
  readonly seed: number;
  /** Windows drawn of each training person. */
  readonly windows: number;
  /** New hidden units get fresh incoming weights this much larger than usual: far enough to bend. */
  readonly reach: number;
  /** A gain on people left out counts from so many of its standard errors on. */
  readonly surety: number;
}

/** What the branch does to the mean square error of people that it was not fitted on, by coefficient of the basis. */
export interface BranchVerdict {
  /** Chosen by leaving out training people; `Infinity`: nothing of what is new. */
  readonly lambda: readonly number[];
  readonly change: readonly number[];
}

const LAMBDAS = [0.1, 0.3, 1, 3, 10, 30, 100];
const FOLDS = 4;

/**
 * Joins inputs to a trained network without training by steps: what its last layer gets to see beside its old hidden
 * units (new random units of everything, and the new context) is fitted by ridge regression to what it got wrong. How much
 * of that is used is decided by training people left out in turn, for each coefficient of the output's basis: where the new
 * inputs do not help others, nothing of them is left.
 */
export async function joinBranch(
  narrow: { readonly recipe: Recipe; readonly weights: readonly WeightTensor[] },
  recipe: Recipe,
  people: readonly Person[],
  options: BranchOptions,
): Promise<{ weights: readonly WeightTensor[]; verdict: BranchVerdict }> {
  const rng = new Rng(options.seed);
  const from = narrow.recipe.architecture;
  const wide = widened(from, narrow.weights, recipe.architecture, () => rng.uniform()).map((w) =>
    stretched(w, from.head.at(-1)!.units, options.reach),
  );
  const rows = await readRows(recipe, wide, people, options, from.head.at(-1)!.units, from.input.context);
  const verdict = chooseLambdas(rows, options.surety);
  const kernel = wide.find((w) => w.name === 'coefficients/kernel')!;
  const [, k] = kernel.shape;
  const data = kernel.data.slice();
  verdict.lambda.forEach((lambda, c) => {
    if (lambda === Number.POSITIVE_INFINITY) return;
    const w = solve(rows, rows.people, lambda);
    rows.places.forEach((row, i) => (data[row * k + c] = w[i * k + c] / rows.spread[i]));
  });
  // Centres go into the bias.
  const bias = wide.find((w) => w.name === 'coefficients/bias')!;
  const shifted = bias.data.slice();
  rows.places.forEach((row, i) => {
    for (let c = 0; c < k; c++) shifted[c] -= data[row * k + c] * rows.mean[i];
  });
  note(
    `EMG branch: change of squared error ${verdict.change.map((v) => `${(100 * v).toFixed(1)}`).join(' ')} %`,
  );
  return {
    weights: wide.map((w) =>
      w.name === 'coefficients/kernel'
        ? { ...w, data }
        : w.name === 'coefficients/bias'
          ? { ...w, data: shifted }
          : w,
    ),
    verdict,
  };
}

/** Incoming weights of the new hidden units (columns from `old` on), larger. */
function stretched(w: WeightTensor, old: number, reach: number): WeightTensor {
  if (w.name !== 'dense_1/kernel') return w;
  const units = w.shape[1];
  return { ...w, data: w.data.map((v, i) => (i % units >= old ? reach * v : v)) };
}

/** Second moments of what is new with what is left to explain, by person. */
interface Rows {
  readonly people: readonly PersonMoments[];
  /** Rows of the last layer's kernel that the new features go through. */
  readonly places: readonly number[];
  readonly mean: Float64Array;
  readonly spread: Float64Array;
}

interface PersonMoments {
  /** [p, p], [p, k], [k]: sums over rows. */
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: Float64Array;
}

async function readRows(
  recipe: Recipe,
  weights: readonly WeightTensor[],
  people: readonly Person[],
  { seed, windows }: BranchOptions,
  oldUnits: number,
  oldContext: number,
): Promise<Rows> {
  const { trunk, trunkWeights, tail, units } = cutNetwork(recipe.architecture, weights);
  const { batch, features: card, augmentation } = recipe;
  const executor = await wasmSimd(trunk, trunkWeights, batch);
  const places: number[] = [];
  for (let i = oldUnits; i < units; i++) places.push(i);
  for (let i = units + oldContext; i < tail.featureCount; i++) places.push(i);
  const p = places.length;
  const steps = card.steps;
  const project = projection(recipe, weights);
  const k = project.length / steps;
  const raw = new Float32Array(batch * units);
  const deep = new Float32Array(tail.featureCount);
  const own = new Float32Array(steps);
  const batches = Math.ceil(windows / batch);
  const xs: Float32Array[] = [];
  const ys: Float32Array[] = [];
  for (const [n, person] of people.entries()) {
    const sampler = new BatchSampler(card, [person.fine], batch, augmentation);
    const rng = new Rng(seed * 1000 + n);
    const x = new Float32Array(batches * batch * p);
    const y = new Float32Array(batches * batch * k);
    for (let b = 0; b < batches; b++) {
      sampler.next(rng);
      await executor.run(batch, sampler.sequence, sampler.context, raw);
      for (let r = 0; r < batch; r++) {
        const row = b * batch + r;
        tail.features(raw, r * units, sampler.context, r * recipe.architecture.input.context, deep);
        tail.output(deep, own);
        for (let i = 0; i < p; i++) x[row * p + i] = deep[places[i]];
        for (let h = 0; h < steps; h++) {
          const left = sampler.target[r * steps + h] - own[h];
          for (let c = 0; c < k; c++) y[row * k + c] += project[c * steps + h] * left;
        }
      }
    }
    xs.push(x);
    ys.push(y);
  }
  executor.dispose();
  const { mean, spread } = scales(xs, p);
  return { people: xs.map((x, n) => moments(x, ys[n], p, k, mean, spread)), places, mean, spread };
}

/** [k, steps]: the least-squares coefficients of a future in the network's basis, steps weighted by their usual error. */
function projection({ features, usualError }: Recipe, weights: readonly WeightTensor[]): Float64Array {
  const { shape, data } = weights.find((w) => w.name === 'basis/kernel')!;
  const [k] = shape;
  const { steps } = features;
  const w2 = Array.from({ length: steps }, (_, h) => usualError(h + 1) ** -2);
  const a = new Float64Array(k * k);
  const b = new Float64Array(k * steps);
  for (let i = 0; i < k; i++) {
    for (let h = 0; h < steps; h++) b[i * steps + h] = data[i * steps + h] * w2[h];
    for (let j = 0; j <= i; j++)
      for (let h = 0; h < steps; h++) a[i * k + j] += b[i * steps + h] * data[j * steps + h];
  }
  for (let i = 0; i < k; i++) a[i * k + i] *= 1 + 1e-6;
  solvePositive(a, b, k, steps);
  return b;
}

function scales(xs: readonly Float32Array[], p: number): { mean: Float64Array; spread: Float64Array } {
  const mean = new Float64Array(p);
  const spread = new Float64Array(p);
  const n = xs.reduce((sum, x) => sum + x.length / p, 0);
  for (const x of xs) for (let i = 0; i < x.length; i++) mean[i % p] += x[i] / n;
  for (const x of xs) for (let i = 0; i < x.length; i++) spread[i % p] += (x[i] - mean[i % p]) ** 2 / n;
  return { mean, spread: spread.map((v) => Math.sqrt(v) + 1e-6) };
}

function moments(
  x: Float32Array,
  y: Float32Array,
  p: number,
  k: number,
  mean: Float64Array,
  spread: Float64Array,
): PersonMoments {
  const xx = new Float64Array(p * p);
  const xy = new Float64Array(p * k);
  const yy = new Float64Array(k);
  const v = new Float64Array(p);
  const rows = x.length / p;
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < p; i++) v[i] = (x[r * p + i] - mean[i]) / spread[i];
    for (let i = 0; i < p; i++) {
      for (let j = 0; j <= i; j++) xx[i * p + j] += v[i] * v[j];
      for (let c = 0; c < k; c++) xy[i * k + c] += v[i] * y[r * k + c];
    }
    for (let c = 0; c < k; c++) yy[c] += y[r * k + c] ** 2;
  }
  for (let i = 0; i < p; i++) for (let j = 0; j < i; j++) xx[j * p + i] = xx[i * p + j];
  for (const m of [xx, xy, yy]) for (let i = 0; i < m.length; i++) m[i] /= rows;
  return { xx, xy, yy };
}

/** [p, k]; everyone counts the same, `lambda` as so many people who have nothing to be corrected. */
function solve(rows: Rows, people: readonly PersonMoments[], lambda: number): Float64Array {
  const p = rows.places.length;
  const k = people[0].yy.length;
  const a = new Float64Array(p * p);
  const b = new Float64Array(p * k);
  for (const { xx, xy } of people) {
    for (let i = 0; i < a.length; i++) a[i] += xx[i];
    for (let i = 0; i < b.length; i++) b[i] += xy[i];
  }
  for (let i = 0; i < p; i++) a[i * p + i] += lambda;
  solvePositive(a, b, p, k);
  return b;
}

/** For each coefficient the lambda that is best for people left out; an unsure gain is none. */
function chooseLambdas(rows: Rows, surety: number): BranchVerdict {
  const { people } = rows;
  const k = people[0].yy.length;
  /** [lambda][coefficient], one value a person. */
  const changes = LAMBDAS.map(() => Array.from({ length: k }, (): number[] => []));
  LAMBDAS.forEach((lambda, l) => {
    for (let fold = 0; fold < FOLDS; fold++) {
      const w = solve(
        rows,
        people.filter((_, i) => i % FOLDS !== fold),
        lambda,
      );
      for (const person of people.filter((_, i) => i % FOLDS === fold))
        for (let c = 0; c < k; c++) changes[l][c].push(changeOf(person, w, c));
    }
  });
  const none = { lambda: Number.POSITIVE_INFINITY, change: 0 };
  const best = Array.from({ length: k }, (_, c) =>
    LAMBDAS.map((lambda, l) => ({ lambda, ...meanAndError(changes[l][c]) }))
      .filter(({ mean, error }) => mean < -surety * error)
      .reduce((a, b) => (b.mean < a.change ? { lambda: b.lambda, change: b.mean } : a), none),
  );
  return { lambda: best.map((b) => b.lambda), change: best.map((b) => b.change) };
}

function meanAndError(values: readonly number[]): { mean: number; error: number } {
  const n = values.length;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  const square = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(n - 1, 1);
  return { mean, error: Math.sqrt(square / n) };
}

/** Relative change of a person's mean square in coefficient c: (w.xx.w - 2 w.xy) / yy. */
function changeOf({ xx, xy, yy }: PersonMoments, w: Float64Array, c: number): number {
  const k = yy.length;
  const p = w.length / k;
  let sum = 0;
  for (let i = 0; i < p; i++) {
    let along = 0;
    for (let j = 0; j < p; j++) along += xx[i * p + j] * w[j * k + c];
    sum += w[i * k + c] * (along - 2 * xy[i * k + c]);
  }
  return sum / yy[c];
}
