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
  addProducts(x, x, gram, n, p, p, true);
  addProducts(x, y, w, n, p, m, false);
  for (let i = 0; i < p; i++) gram[i * p + i] += count;
  solvePositive(gram, w, p, m);
  return w;
}

/**
 * sum += A' B for A [n, p] and B [n, q]; of a symmetric product only the lower half. Four rows at a time, since the sum is larger than
 * the caches and is swept once for each step.
 */
function addProducts(
  a: Float64Array,
  b: Float64Array,
  sum: Float64Array,
  n: number,
  p: number,
  q: number,
  lower: boolean,
): void {
  const whole = n - (n % 4);
  for (let r = 0; r < whole; r += 4) {
    const [b0, b1, b2, b3] = [r * q, (r + 1) * q, (r + 2) * q, (r + 3) * q];
    for (let i = 0; i < p; i++) {
      const a0 = a[r * p + i];
      const a1 = a[(r + 1) * p + i];
      const a2 = a[(r + 2) * p + i];
      const a3 = a[(r + 3) * p + i];
      const end = lower ? i + 1 : q;
      const to = i * q;
      for (let j = 0; j < end; j++)
        sum[to + j] += a0 * b[b0 + j] + a1 * b[b1 + j] + a2 * b[b2 + j] + a3 * b[b3 + j];
    }
  }
  for (let r = whole; r < n; r++)
    for (let i = 0; i < p; i++) {
      const v = a[r * p + i];
      const end = lower ? i + 1 : q;
      for (let j = 0; j < end; j++) sum[i * q + j] += v * b[r * q + j];
    }
}
