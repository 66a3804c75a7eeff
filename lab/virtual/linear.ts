/** Small dense linear algebra for fitting: rows are observations. */
export type Rows = readonly ArrayLike<number>[];

export function columnMeans(rows: Rows): Float64Array {
  const out = new Float64Array(rows[0].length);
  for (const row of rows) for (let j = 0; j < out.length; j++) out[j] += row[j] / rows.length;
  return out;
}

/** Covariance of rows that have mean zero already; `dof` is the divisor. */
function covariance(rows: Rows, dof: number): Float64Array[] {
  const d = rows[0].length;
  const out = Array.from({ length: d }, () => new Float64Array(d));
  for (const row of rows) {
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) out[i][j] += (row[i] * row[j]) / dof;
  }
  return out;
}

/** Eigenvalues, largest first, and unit eigenvectors of a symmetric matrix, by cyclic Jacobi rotations. */
export function symmetricEigen(matrix: Rows): { values: number[]; vectors: Float64Array[] } {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)),
  );
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let on = 0;
    for (let i = 0; i < n; i++) {
      on += a[i][i] ** 2;
      for (let j = i + 1; j < n; j++) off += a[i][j] ** 2;
    }
    if (off <= 1e-22 * on) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j][j] - a[i][i]);
  return { values: order.map((i) => a[i][i]), vectors: order.map((i) => v[i]) };
}

/** Zeroes a[p][q]; row i of `v` is eigenvector i. */
function rotate(a: Float64Array[], v: Float64Array[], p: number, q: number): void {
  const apq = a[p][q];
  if (apq === 0) return;
  const theta = (a[q][q] - a[p][p]) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(1, theta));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  const n = a.length;
  for (let k = 0; k < n; k++) {
    const [akp, akq] = [a[k][p], a[k][q]];
    a[k][p] = c * akp - s * akq;
    a[k][q] = s * akp + c * akq;
  }
  for (let k = 0; k < n; k++) {
    const [apk, aqk] = [a[p][k], a[q][k]];
    a[p][k] = c * apk - s * aqk;
    a[q][k] = s * apk + c * aqk;
    const [vpk, vqk] = [v[p][k], v[q][k]];
    v[p][k] = c * vpk - s * vqk;
    v[q][k] = s * vpk + c * vqk;
  }
}

/** Principal components: mean, and for each of `count` at most the vector times its standard deviation. */
export function principal(
  rows: Rows,
  count: number,
  centred = false,
): { mean: Float64Array; scaled: Float64Array[] } {
  const mean = centred ? new Float64Array(rows[0].length) : columnMeans(rows);
  const dof = Math.max(1, rows.length - 1);
  const residuals = rows.map((r) => Float64Array.from(r, (x, j) => x - mean[j]));
  // Few people and many coefficients: the small Gram matrix has the same eigenvalues.
  if (rows.length < mean.length) {
    const gram = residuals.map((a) => Float64Array.from(residuals, (b) => dot(a, b) / dof));
    const { values, vectors } = symmetricEigen(gram);
    const scaled: Float64Array[] = [];
    for (let k = 0; k < Math.min(count, rows.length) && values[k] > 1e-9 * values[0]; k++) {
      const direction = new Float64Array(mean.length);
      residuals.forEach((r, i) => r.forEach((x, j) => (direction[j] += x * vectors[k][i])));
      const norm = Math.sqrt(dot(direction, direction));
      scaled.push(direction.map((x) => (x / norm) * Math.sqrt(values[k])));
    }
    return { mean, scaled };
  }
  const { values, vectors } = symmetricEigen(covariance(residuals, dof));
  const kept = vectors.slice(0, count).filter((_, k) => values[k] > 1e-9 * values[0]);
  return { mean, scaled: kept.map((v, k) => v.map((x) => x * Math.sqrt(values[k]))) };
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Solves (A + ridge I) x = b for a symmetric positive A and several right-hand sides, by Cholesky. A is overwritten. */
export function solvePositive(a: Float64Array[], rhs: Float64Array[], ridge: number): Float64Array[] {
  const n = a.length;
  for (let i = 0; i < n; i++) {
    a[i][i] += ridge;
    for (let j = 0; j <= i; j++) {
      let sum = a[i][j];
      for (let k = 0; k < j; k++) sum -= a[i][k] * a[j][k];
      if (i === j) {
        if (sum <= 0) throw new Error('matrix is not positive');
        a[i][i] = Math.sqrt(sum);
      } else a[i][j] = sum / a[j][j];
    }
  }
  return rhs.map((b) => {
    const x = Float64Array.from(b);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) x[i] -= a[i][k] * x[k];
      x[i] /= a[i][i];
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) x[i] -= a[k][i] * x[k];
      x[i] /= a[i][i];
    }
    return x;
  });
}
