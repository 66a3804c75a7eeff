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

/** Eigenvalues, largest first, and eigenvectors (rows) of symmetric A [n, n], by cyclic Jacobi rotations. */
export function eigenSymmetric(a: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const d = a.slice();
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let i = 0; i < n; i++) {
      diagonal += d[i * n + i] ** 2;
      for (let j = 0; j < i; j++) off += d[i * n + j] ** 2;
    }
    if (off <= 1e-24 * diagonal) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(d, v, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => d[j * n + j] - d[i * n + i]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => {
    for (let k = 0; k < n; k++) vectors[to * n + k] = v[from * n + k];
  });
  return { values: Float64Array.from(order, (i) => d[i * n + i]), vectors };
}

/** One Jacobi rotation; row p of `v` follows column p of `d`. */
function rotate(d: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = d[p * n + q];
  if (apq === 0) return;
  const theta = (d[q * n + q] - d[p * n + p]) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const kp = d[k * n + p];
    const kq = d[k * n + q];
    d[k * n + p] = c * kp - s * kq;
    d[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const pk = d[p * n + k];
    const qk = d[q * n + k];
    d[p * n + k] = c * pk - s * qk;
    d[q * n + k] = s * pk + c * qk;
    const vp = v[p * n + k];
    const vq = v[q * n + k];
    v[p * n + k] = c * vp - s * vq;
    v[q * n + k] = s * vp + c * vq;
  }
}
