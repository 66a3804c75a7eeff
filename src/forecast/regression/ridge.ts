import { solvePositive } from './linear-algebra';

/**
 * Ridge regression of Y [n, m] on X [n, p]: W [p, m] = X' (X X' + count I)^-1 Y, or the same from the other side where
 * n > p. `count` is absolute, as if so many rows of nothing-to-correct had been seen, so few rows shrink by themselves.
 */
export function ridge(
  x: Float64Array,
  y: Float64Array,
  n: number,
  p: number,
  m: number,
  count: number,
): Float64Array {
  return n <= p ? dual(x, y, n, p, m, count) : primal(x, y, n, p, m, count);
}

function dual(
  x: Float64Array,
  y: Float64Array,
  n: number,
  p: number,
  m: number,
  count: number,
): Float64Array {
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < p; k++) sum += x[i * p + k] * x[j * p + k];
      gram[i * n + j] = sum;
    }
    gram[i * n + i] += count;
  }
  const a = y.slice();
  solvePositive(gram, a, n, m);
  const w = new Float64Array(p * m);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < p; k++) {
      const v = x[i * p + k];
      for (let c = 0; c < m; c++) w[k * m + c] += v * a[i * m + c];
    }
  return w;
}

function primal(
  x: Float64Array,
  y: Float64Array,
  n: number,
  p: number,
  m: number,
  count: number,
): Float64Array {
  const gram = new Float64Array(p * p);
  const w = new Float64Array(p * m);
  for (let r = 0; r < n; r++)
    for (let i = 0; i < p; i++) {
      const v = x[r * p + i];
      for (let j = 0; j <= i; j++) gram[i * p + j] += v * x[r * p + j];
      for (let c = 0; c < m; c++) w[i * m + c] += v * y[r * m + c];
    }
  for (let i = 0; i < p; i++) gram[i * p + i] += count;
  solvePositive(gram, w, p, m);
  return w;
}
