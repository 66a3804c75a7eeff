import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Small dense symmetric problems in double precision, row-major. */

/**
 * Solves A X = B for symmetric positive definite A [n, n] (its lower half is read) and B [n, m] by Cholesky; X takes the
 * place of B, the factor that of A. Throws RangeError where A is not definite.
 */
export function solvePositive(a: Float64Array, b: Float64Array, n: number, m: number): void {
  factor(a, n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) subtractRow(b, i, k, a[i * n + k], m);
    divideRow(b, i, a[i * n + i], m);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtractRow(b, i, k, a[k * n + i], m);
    divideRow(b, i, a[i * n + i], m);
  }
}

function factor(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const ri = i * n;
    for (let j = 0; j <= i; j++) {
      const rj = j * n;
      let sum = a[ri + j];
      for (let k = 0; k < j; k++) sum -= a[ri + k] * a[rj + k];
      if (i !== j) a[ri + j] = sum / a[rj + j];
      else if (sum > 0) a[ri + i] = Math.sqrt(sum);
      else throw new RangeError('matrix is not positive definite');
    }
  }
}

function subtractRow(b: Float64Array, to: number, from: number, factorOf: number, m: number): void {
  if (factorOf === 0) return;
  const t = to * m;
  const f = from * m;
  for (let c = 0; c < m; c++) b[t + c] -= factorOf * b[f + c];
}

function divideRow(b: Float64Array, row: number, by: number, m: number): void {
  for (let c = row * m; c < (row + 1) * m; c++) b[c] /= by;
}

/** Eigenvalues, largest first, and eigenvectors (rows, signs arbitrary) of symmetric A [n, n]. */
export function eigenSymmetric(a: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const matrix = new Matrix(Array.from({ length: n }, (_, i) => a.subarray(i * n, (i + 1) * n)));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((i, j) => realEigenvalues[j] - realEigenvalues[i]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    for (let k = 0; k < n; k++) vectors[to * n + k] = eigenvectorMatrix.get(k, from);
  });
  return { values: Float64Array.from(order, (i) => realEigenvalues[i]), vectors };
}
