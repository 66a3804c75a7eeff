import type { BaselineSource, RandomFeaturesWeights } from '../../src/forecast/baselines/baselines-file';
import { randomFeaturesModel } from '../../src/forecast/baselines/random-features';
import { type LagShape, LagVector } from '../../src/forecast/baselines/lag-vector';
import { Lift } from '../../src/forecast/regression/lift';
import { ridge } from '../../src/forecast/regression/ridge';
import { fitWhitening } from '../../src/forecast/regression/whitening';
import { Rng } from '../../src/gait/rng';
import { WindowCutter, type Augmentation } from './augment';
import { fitBasis } from './basis';
import type { KneeSignal } from './recordings';

/** Windows as lag vectors with what came after them, scaled as the network's. */
interface LagWindows {
  /** [rows, size] and [rows, outputs * steps]. */
  readonly vectors: Float32Array;
  readonly targets: Float32Array;
  readonly size: number;
}

interface RandomFeaturesSize {
  readonly windows: number;
  readonly cosines: number;
  /** Curves that the futures are mixed from. */
  readonly basis: number;
}

export const SOURCES: readonly BaselineSource[] = ['input', 'measured'];

const SIZE: RandomFeaturesSize = { windows: 12_000, cosines: 900, basis: 12 };
/** Enough to choose by. */
const SMALL: RandomFeaturesSize = { windows: 2000, cosines: 300, basis: 12 };
const COMPONENTS = 24;
const LIFT = { leading: 16, frequency: 1.2, linear: 0.5, constant: 0.3, seed: 2 };
const COUNT = 0.3;
const SEED = 11;

type Fitted = Omit<RandomFeaturesWeights, 'inputs' | 'outputs' | 'source'>;

/** Windows from random places of random people, bent at random as the network's are; everyone counts by the root of his length. */
export function lagWindows(
  shape: LagShape & { readonly rate: number },
  people: readonly (readonly KneeSignal[])[],
  augmentation: Augmentation,
  source: BaselineSource,
  count = SIZE.windows,
): LagWindows {
  const { windowTicks, steps } = shape;
  const cutter = new WindowCutter(shape.rate, windowTicks, steps, augmentation);
  const lag = new LagVector(shape, 'r');
  const signals = people.flat().map((s) => ({ ...s, input: s[source] }));
  let sum = 0;
  const shares = signals.map((s) => (sum += Math.sqrt(s.input.length)));
  const rng = new Rng(SEED);
  const vectors = new Float32Array(count * lag.size);
  const targets = new Float32Array(count * steps);
  for (let row = 0; row < count; ) {
    const at = rng.uniform() * sum;
    if (!cutter.cut(signals[shares.findIndex((s) => s > at)], rng)) continue;
    if (!lag.read({ input: () => cutter.past })) continue;
    vectors.set(lag.values, row * lag.size);
    for (let h = 0; h < steps; h++)
      targets[row * steps + h] = (cutter.future[h] - lag.present[0]) / lag.scale[0];
    row++;
  }
  return { vectors, targets, size: lag.size };
}

/** Ridge regression on random cosines of whitened windows; futures are written in a few curves, so that the file stays small. */
export function fitRandomFeatures(
  { vectors, targets, size }: LagWindows,
  usualError: (step: number) => number,
  shape: LagShape,
  sized: RandomFeaturesSize = SIZE,
): Fitted {
  const n = vectors.length / size;
  const width = shape.steps;
  const weighting = Float64Array.from({ length: width }, (_, h) => 1 / usualError(h + 1));
  const basis = fitBasis(targets, weighting, width, sized.basis);
  const whitening = fitWhitening(vectors, size, COMPONENTS);
  const lift = { ...LIFT, cosines: sized.cosines };
  const lifter = new Lift(whitening, lift);
  const x = new Float64Array(n * lifter.size);
  for (let r = 0; r < n; r++) lifter.lift(vectors, r * size, x, r * lifter.size);
  const y = inBasis(targets, basis, weighting, width, sized.basis);
  const w = ridge(x, y, n, lifter.size, sized.basis, COUNT);
  return {
    windowTicks: shape.windowTicks,
    steps: shape.steps,
    minRange: shape.scaling.kind === 'window' ? shape.scaling.minRange : 20,
    lift,
    mean: Array.from(whitening.mean, digits),
    projection: Array.from(whitening.projection, digits),
    basis: Array.from(basis, digits),
    weights: Array.from(w, digits),
    samples: n,
  };
}

/** Half of the people tell which past is the better one to read for the other half, by small fits. */
export function chooseSource(
  shape: LagShape & { readonly rate: number },
  people: readonly (readonly KneeSignal[])[],
  augmentation: Augmentation,
  usualError: (step: number) => number,
): BaselineSource {
  const halves = [0, 1].map((half) => people.filter((_, i) => i % 2 === half));
  if (halves.some((h) => h.length === 0)) return 'input';
  const scored = SOURCES.map((source) => {
    const [first, second] = halves.map((h) => lagWindows(shape, h, augmentation, source, SMALL.windows));
    const score =
      logError(fitRandomFeatures(first, usualError, shape, SMALL), second) +
      logError(fitRandomFeatures(second, usualError, shape, SMALL), first);
    return { source, score };
  });
  return scored.reduce((a, b) => (b.score < a.score ? b : a)).source;
}

/** Mean log of the mean absolute error over all steps, scaled units. */
function logError(fitted: Fitted, { vectors, targets, size }: LagWindows): number {
  const { whitening, lift, weights } = randomFeaturesModel(fitted);
  const lifter = new Lift(whitening, lift);
  const z = new Float64Array(lifter.size);
  const { steps } = fitted;
  const errors = new Float64Array(steps);
  for (let r = 0; r < vectors.length / size; r++) {
    lifter.lift(vectors, r * size, z, 0);
    for (let h = 0; h < steps; h++) {
      let y = 0;
      for (let k = 0; k < z.length; k++) y += z[k] * weights[k * steps + h];
      errors[h] += Math.abs(targets[r * steps + h] - y);
    }
  }
  return errors.reduce((sum, e) => sum + Math.log(e), 0) / steps;
}

const digits = (v: number): number => Number(v.toPrecision(5));

/** Coefficients of futures [n, steps] in the basis [k, steps]: weighted rows of it are orthogonal. */
function inBasis(
  targets: Float32Array,
  basis: Float32Array,
  weighting: Float64Array,
  steps: number,
  k: number,
): Float64Array {
  const n = targets.length / steps;
  const out = new Float64Array(n * k);
  for (let i = 0; i < k; i++) {
    let norm = 0;
    for (let h = 0; h < steps; h++) norm += (basis[i * steps + h] * weighting[h]) ** 2;
    if (norm === 0) continue;
    for (let r = 0; r < n; r++) {
      let sum = 0;
      for (let h = 0; h < steps; h++)
        sum += targets[r * steps + h] * basis[i * steps + h] * weighting[h] ** 2;
      out[r * k + i] = sum / norm;
    }
  }
  return out;
}
