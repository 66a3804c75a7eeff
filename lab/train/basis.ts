import { eigenSymmetric } from '../../src/forecast/regression/linear-algebra';

/**
 * The `k` shapes that futures are mixed from: principal directions of weighted futures without removing the mean, because the
 * fixed layer has no bias. Row i is scaled by the spread along it, so that coefficients are of size 1; weights make sure
 * that the first milliseconds, which vary little, are not drowned by the last.
 * @param futures [n, steps]; @param weights [steps]
 * @returns [k, steps], in the unit of the futures
 */
export function fitBasis(
  futures: Float32Array,
  weights: ArrayLike<number>,
  steps: number,
  k: number,
): Float32Array {
  const n = futures.length / steps;
  const moments = new Float64Array(steps * steps);
  const row = new Float64Array(steps);
  for (let r = 0; r < n; r++) {
    for (let h = 0; h < steps; h++) row[h] = futures[r * steps + h] * weights[h];
    for (let i = 0; i < steps; i++) for (let j = 0; j <= i; j++) moments[i * steps + j] += row[i] * row[j];
  }
  for (let i = 0; i < steps; i++)
    for (let j = 0; j <= i; j++) {
      moments[i * steps + j] /= n;
      moments[j * steps + i] = moments[i * steps + j];
    }
  const { values, vectors } = eigenSymmetric(moments, steps);
  const basis = new Float32Array(k * steps);
  for (let i = 0; i < k; i++)
    for (let h = 0; h < steps; h++)
      basis[i * steps + h] = (Math.sqrt(Math.max(values[i], 0)) * vectors[i * steps + h]) / weights[h];
  return basis;
}
