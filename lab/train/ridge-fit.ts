import type { RidgeWeights } from '../../src/forecast/baselines/baselines-file';
import { ridgeFeatures } from '../../src/forecast/baselines/ridge';
import { solvePositive } from '../../src/forecast/regression/linear-algebra';
import type { KneeSignal } from './recordings';

const WINDOWS = [20, 50, 100, 150, 200];
const LAMBDAS = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3];
const FOLDS = 3;
/** Steps (of 50) on which window and regularisation are chosen: those that tables show. */
const JUDGED_STEPS = [1, 2, 5, 10, 20, 50];
/** A window starts every so many seconds. */
const EVERY_SECONDS = 0.02;

/** Second moments of one person's windows: all that a ridge regression on any of its lags needs. */
export interface Moments {
  readonly person: string;
  readonly samples: number;
  /** Changes before the present, all lags: [n, n], with the future changes [n, m], and of those alone [m]. Means over samples. */
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: Float64Array;
}

interface Shape {
  readonly rate: number;
  readonly windowTicks: number;
  readonly steps: number;
  readonly minRange: number;
}

/** @param signals of one person, at a multiple of the model rate. */
export function momentsOf(person: string, signals: readonly KneeSignal[], shape: Shape): Moments {
  const { windowTicks, steps } = shape;
  const n = windowTicks - 1;
  const xx = new Float64Array(n * n);
  const xy = new Float64Array(n * steps);
  const yy = new Float64Array(steps);
  const window = new Float32Array(windowTicks);
  const x = new Float32Array(n);
  const y = new Float64Array(steps);
  let samples = 0;
  for (const signal of signals) {
    const stride = Math.round(signal.rate / shape.rate);
    const every = Math.round(EVERY_SECONDS * signal.rate);
    const last = signal.input.length - (windowTicks + steps - 1) * stride;
    for (let start = 0; start < last; start += every) {
      let min = Number.POSITIVE_INFINITY;
      let max = Number.NEGATIVE_INFINITY;
      for (let t = 0; t < windowTicks; t++) {
        window[t] = signal.input[start + t * stride];
        min = Math.min(min, window[t]);
        max = Math.max(max, window[t]);
      }
      const s = Math.max(max - min, shape.minRange);
      ridgeFeatures(window, 0, x);
      for (let i = 0; i < n; i++) x[i] /= s;
      for (let h = 0; h < steps; h++)
        y[h] = (signal.measured[start + (windowTicks + h) * stride] - window[windowTicks - 1]) / s;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) xx[i * n + j] += x[i] * x[j];
        for (let h = 0; h < steps; h++) xy[i * steps + h] += x[i] * y[h];
      }
      for (let h = 0; h < steps; h++) yy[h] += y[h] * y[h];
      samples++;
    }
  }
  for (const a of [xx, xy, yy]) for (let i = 0; i < a.length; i++) a[i] /= Math.max(samples, 1);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) xx[j * n + i] = xx[i * n + j];
  return { person, samples, xx, xy, yy };
}

/** Ridge regression with window and regularisation chosen by leaving people out among those given; `score`: their mean log error. */
export function fitRidge(
  people: readonly Moments[],
  shape: Shape,
): Omit<RidgeWeights, 'inputs' | 'outputs'> & { readonly score: number } {
  const windows = WINDOWS.filter((w) => w <= shape.windowTicks);
  let best = { score: Number.POSITIVE_INFINITY, windowTicks: windows[0], lambda: LAMBDAS[0] };
  for (const windowTicks of windows)
    for (const lambda of LAMBDAS) {
      const score = leftOutScore(people, shape, windowTicks, lambda);
      if (score < best.score) best = { score, windowTicks, lambda };
    }
  const { windowTicks, lambda } = best;
  const w = solve(people, shape, windowTicks, lambda);
  const n = windowTicks - 1;
  const coefficients = Array.from({ length: shape.steps * n }, (_, i) =>
    Number(w[(i % n) * shape.steps + Math.floor(i / n)].toPrecision(6)),
  );
  const samples = people.reduce((sum, p) => sum + p.samples, 0);
  const { score } = best;
  return { rate: shape.rate, windowTicks, steps: shape.steps, lambda, samples, coefficients, score };
}

/** Mean over people and judged steps of log RMSE, each person by the others' weights. */
function leftOutScore(people: readonly Moments[], shape: Shape, windowTicks: number, lambda: number): number {
  let sum = 0;
  let count = 0;
  const folds = Math.min(FOLDS, people.length);
  for (let fold = 0; fold < folds; fold++) {
    const others = people.filter((_, i) => i % folds !== fold);
    const w = solve(others.length > 0 ? others : people, shape, windowTicks, lambda);
    for (const person of people.filter((_, i) => i % folds === fold))
      for (const step of JUDGED_STEPS.filter((s) => s <= shape.steps)) {
        sum += 0.5 * Math.log(meanSquare(person, shape, windowTicks, w, step - 1));
        count++;
      }
  }
  return sum / count;
}

/** Weights [windowTicks - 1, steps]. */
function solve(people: readonly Moments[], shape: Shape, windowTicks: number, lambda: number): Float64Array {
  const full = shape.windowTicks - 1;
  const n = windowTicks - 1;
  const skip = full - n;
  const a = new Float64Array(n * n);
  const b = new Float64Array(n * shape.steps);
  for (const { xx, xy, samples } of people) {
    const share = Math.sqrt(samples);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) a[i * n + j] += share * xx[(skip + i) * full + skip + j];
      for (let h = 0; h < shape.steps; h++)
        b[i * shape.steps + h] += share * xy[(skip + i) * shape.steps + h];
    }
  }
  let trace = 0;
  for (let i = 0; i < n; i++) trace += a[i * n + i];
  for (let i = 0; i < n; i++) a[i * n + i] += (lambda * trace) / n;
  solvePositive(a, b, n, shape.steps);
  return b;
}

/** Mean squared error in units of s^2, from moments alone: yy - 2 w.xy + w.xx.w. */
function meanSquare(p: Moments, shape: Shape, windowTicks: number, w: Float64Array, h: number): number {
  const full = shape.windowTicks - 1;
  const n = windowTicks - 1;
  const skip = full - n;
  let sum = p.yy[h];
  for (let i = 0; i < n; i++) {
    const wi = w[i * shape.steps + h];
    let xw = 0;
    for (let j = 0; j < n; j++) xw += p.xx[(skip + i) * full + skip + j] * w[j * shape.steps + h];
    sum += wi * (xw - 2 * p.xy[(skip + i) * shape.steps + h]);
  }
  return Math.max(sum, 1e-12);
}
