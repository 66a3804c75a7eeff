import { solvePositive } from '../../src/forecast/regression/linear-algebra';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { echoCurves } from './echo-curves';
import type { Recipe } from './recipe';

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
