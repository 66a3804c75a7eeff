/** Small dense symmetric problems, row-major Float64Array. */

/** Solves A X = B for symmetric positive definite A [n, n] and B [n, m] by Cholesky. Throws where A is not definite. */
export function solvePositive(a: Float64Array, b: Float64Array, n: number, m: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      if (i !== j) l[i * n + j] = sum / l[j * n + j];
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum);
      else throw new RangeError('matrix is not positive definite');
    }
  const x = b.slice();
  for (let i = 0; i < n; i++)
    for (let c = 0; c < m; c++) {
      let sum = x[i * m + c];
      for (let k = 0; k < i; k++) sum -= l[i * n + k] * x[k * m + c];
      x[i * m + c] = sum / l[i * n + i];
    }
  for (let i = n - 1; i >= 0; i--)
    for (let c = 0; c < m; c++) {
      let sum = x[i * m + c];
      for (let k = i + 1; k < n; k++) sum -= l[k * n + i] * x[k * m + c];
      x[i * m + c] = sum / l[i * n + i];
    }
  return x;
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
    for (let k = 0; k < n; k++) vectors[to * n + k] = v[k * n + from];
  });
  return { values: Float64Array.from(order, (i) => d[i * n + i]), vectors };
}

function rotate(d: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = d[p * n + q];
  if (apq === 0) return;
  const theta = (d[q * n + q] - d[p * n + p]) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [kp, kq] = [d[k * n + p], d[k * n + q]];
    d[k * n + p] = c * kp - s * kq;
    d[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const [pk, qk] = [d[p * n + k], d[q * n + k]];
    d[p * n + k] = c * pk - s * qk;
    d[q * n + k] = s * pk + c * qk;
    const [vp, vq] = [v[k * n + p], v[k * n + q]];
    v[k * n + p] = c * vp - s * vq;
    v[k * n + q] = s * vp + c * vq;
  }
}
