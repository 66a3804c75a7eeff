import type { EchoCard } from '../../src/forecast/model-card';
import { solvePositive } from '../../src/forecast/regression/linear-algebra';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import type { Recipe } from './recipe';

/** The gap between present and matches is closed by 1 - .2^(step / 50): fast at first, four fifths in half a second. */
const GAP_LEFT = 0.2;
const GAP_STEPS = 50;

/**
 * The recipe's share of the echo's own forecast mixed into a trained network's, which believes its training people too
 * much and the walk that it hears too little. Both are linear in what the last layer sees (the network's own features,
 * and the echo as the end of the context), and both are told in the network's basis: so the mixture is a network of the
 * same shape with another last layer. Weights of recipes without a share are given back as they are.
 */
export function joinEcho(recipe: Recipe, weights: readonly WeightTensor[]): readonly WeightTensor[] {
  const { echoShare, features, usualError } = recipe;
  const { echo } = features.features;
  if (echoShare === undefined || echo === undefined) return weights;
  const { steps } = features;
  const basis = tensor(weights, 'basis/kernel');
  const share = Float64Array.from({ length: steps }, (_, h) => echoShare(h + 1));
  const weighting = Float64Array.from({ length: steps }, (_, h) => usualError(h + 1) ** -2);
  const k = basis.shape[0];
  /** Coefficients of a trajectory, [steps] to [k]. */
  const inBasis = projector(basis.data, k, weighting);
  const kept = Array.from({ length: k }, (_, c) =>
    inBasis(Float64Array.from(share, (w, h) => (1 - w) * basis.data[c * steps + h])),
  );
  const heard = echoCurves(echo, steps).map((curve) => inBasis(curve.map((v, h) => v * share[h])));
  return weights.map((w) => {
    if (w.name === 'coefficients/kernel') return { ...w, data: mixed(w, kept, heard, echo.steps.length) };
    if (w.name === 'coefficients/bias') return { ...w, data: mapped(w.data, kept) };
    return w;
  });
}

/** [inputs, k]; the echo's changes and gap are the last inputs but three. */
function mixed(
  { data, shape: [inputs, k] }: WeightTensor,
  kept: readonly Float64Array[],
  heard: readonly Float64Array[],
  points: number,
): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < inputs; i++) out.set(mapped(data.subarray(i * k, (i + 1) * k), kept), i * k);
  const at = inputs - points - 4;
  heard.forEach((coefficients, i) => coefficients.forEach((v, c) => (out[(at + i) * k + c] += v)));
  return out;
}

/** Coefficients [k] through the change of each, [k][k]. */
function mapped(coefficients: ArrayLike<number>, kept: readonly Float64Array[]): Float32Array {
  const out = new Float32Array(kept.length);
  kept.forEach((to, c) => to.forEach((v, i) => (out[i] += coefficients[c] * v)));
  return out;
}

/** What 1 at each of the echo's points, and then of its gap, means at every step: cubic between the points, 0 at the present. */
function echoCurves(echo: EchoCard, steps: number): Float64Array[] {
  const at = [0, ...echo.steps];
  const curves = echo.steps.map((_, point) => {
    const values = at.map((_, i) => (i === point + 1 ? 1 : 0));
    return Float64Array.from({ length: steps }, (_, h) => hermite(at, values, h + 1));
  });
  const gap = Float64Array.from({ length: steps }, (_, h) => 1 - GAP_LEFT ** ((h + 1) / GAP_STEPS));
  return [...curves, gap];
}

/** Cubic through the points with the slopes of their neighbours' chords; flat beyond the last. */
function hermite(at: readonly number[], values: readonly number[], x: number): number {
  const last = at.length - 1;
  if (x >= at[last]) return values[last];
  const i = at.findIndex((a) => a > x) - 1;
  const slope = (j: number): number => {
    const [a, b] = [Math.max(j - 1, 0), Math.min(j + 1, last)];
    return (values[b] - values[a]) / (at[b] - at[a]);
  };
  const width = at[i + 1] - at[i];
  const t = (x - at[i]) / width;
  const [t2, t3] = [t * t, t * t * t];
  return (
    (2 * t3 - 3 * t2 + 1) * values[i] +
    (t3 - 2 * t2 + t) * width * slope(i) +
    (3 * t2 - 2 * t3) * values[i + 1] +
    (t3 - t2) * width * slope(i + 1)
  );
}

/** Weighted least squares of a trajectory in the basis [k, steps]. */
function projector(
  basis: Float32Array,
  k: number,
  weighting: Float64Array,
): (y: Float64Array) => Float64Array {
  const steps = weighting.length;
  const gram = new Float64Array(k * k);
  for (let a = 0; a < k; a++)
    for (let b = 0; b < k; b++)
      for (let h = 0; h < steps; h++)
        gram[a * k + b] += weighting[h] * basis[a * steps + h] * basis[b * steps + h];
  return (y) => {
    const out = new Float64Array(k);
    for (let a = 0; a < k; a++)
      for (let h = 0; h < steps; h++) out[a] += weighting[h] * basis[a * steps + h] * y[h];
    solvePositive(gram.slice(), out, k, 1);
    return out;
  };
}

function tensor(weights: readonly WeightTensor[], name: string): WeightTensor {
  const found = weights.find((w) => w.name === name);
  if (found === undefined)
    throw new RangeError(`no ${name}: only a network with a basis can be joined to an echo`);
  return found;
}
