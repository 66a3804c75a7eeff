import { describe, expect, it } from 'vitest';
import { Rng } from '../../gait/rng';
import { eigenSymmetric, solvePositive } from './linear-algebra';

/** G G^T + small diagonal: symmetric and positive. */
function positive(n: number, rng: Rng): Float64Array {
  const g = Float64Array.from({ length: n * n }, () => rng.normal());
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = i === j ? 0.1 : 0;
    for (let k = 0; k < n; k++) sum += g[i * n + k] * g[j * n + k];
    return sum;
  });
}

describe('solvePositive', () => {
  it('gives X with A X = B', () => {
    const [n, m] = [12, 3];
    const rng = new Rng(3);
    const a = positive(n, rng);
    const b = Float64Array.from({ length: n * m }, () => rng.normal());
    const x = b.slice();
    solvePositive(a.slice(), x, n, m);
    for (let i = 0; i < n; i++)
      for (let c = 0; c < m; c++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += a[i * n + k] * x[k * m + c];
        expect(sum).toBeCloseTo(b[i * m + c], 8);
      }
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(() => solvePositive(Float64Array.from([1, 2, 2, 1]), new Float64Array(2), 2, 1)).toThrow(
      RangeError,
    );
  });
});

describe('eigenSymmetric', () => {
  it('gives orthonormal directions, largest first, that make up the matrix again', () => {
    const n = 10;
    const a = positive(n, new Rng(4));
    const { values, vectors } = eigenSymmetric(a, n);
    for (let i = 1; i < n; i++) expect(values[i]).toBeLessThanOrEqual(values[i - 1]);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let dot = 0;
        let entry = 0;
        for (let k = 0; k < n; k++) {
          dot += vectors[i * n + k] * vectors[j * n + k];
          entry += values[k] * vectors[k * n + i] * vectors[k * n + j];
        }
        expect(dot).toBeCloseTo(i === j ? 1 : 0, 9);
        expect(entry).toBeCloseTo(a[i * n + j], 8);
      }
  });
});
