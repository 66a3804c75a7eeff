import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../gait/rng';
import { eigenSymmetric, solvePositive } from './linear-algebra';
import { ridge } from './ridge';

const normals = (rng: Rng, n: number) => Float64Array.from({ length: n }, () => rng.normal());

/** (X'X + count I) W = X'Y by Gaussian elimination with pivots: nothing in common with the code under test. */
function dense(x: Float64Array, y: Float64Array, n: number, p: number, m: number, count: number): number[][] {
  const a = Array.from({ length: p }, (_, i) => [
    ...Array.from({ length: p }, (_, j) => {
      let sum = i === j ? count : 0;
      for (let r = 0; r < n; r++) sum += x[r * p + i] * x[r * p + j];
      return sum;
    }),
    ...Array.from({ length: m }, (_, c) => {
      let sum = 0;
      for (let r = 0; r < n; r++) sum += x[r * p + i] * y[r * m + c];
      return sum;
    }),
  ]);
  for (let i = 0; i < p; i++) {
    let pivot = i;
    for (let r = i + 1; r < p; r++) if (Math.abs(a[r][i]) > Math.abs(a[pivot][i])) pivot = r;
    [a[i], a[pivot]] = [a[pivot], a[i]];
    for (let r = 0; r < p; r++) {
      if (r === i) continue;
      const f = a[r][i] / a[i][i];
      for (let c = i; c < p + m; c++) a[r][c] -= f * a[i][c];
    }
  }
  return a.map((row, i) => row.slice(p).map((v) => v / row[i]));
}

describe('ridge', () => {
  it('is the solution of the normal equations, from either side', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer(),
        (n, p, m, seed) => {
          const rng = new Rng(seed);
          const x = normals(rng, n * p);
          const y = normals(rng, n * m);
          const w = ridge(x, y, n, p, m, 0.7);
          dense(x, y, n, p, m, 0.7).forEach((row, i) => {
            row.forEach((v, c) => {
              expect(w[i * m + c]).toBeCloseTo(v, 8);
            });
          });
        },
      ),
    );
  });

  it('shrinks few rows more than many of the same', () => {
    const x = Float64Array.from([1]);
    const y = Float64Array.from([1]);
    expect(ridge(x, y, 1, 1, 1, 3)[0]).toBeCloseTo(1 / 4, 12);
    const many = new Float64Array(30).fill(1);
    expect(ridge(many, many, 30, 1, 1, 3)[0]).toBeCloseTo(30 / 33, 12);
  });
});

describe('eigenSymmetric', () => {
  it('gives directions that make up the matrix again, largest first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer(), (n, seed) => {
        const rng = new Rng(seed);
        const b = normals(rng, n * n);
        const a = Float64Array.from({ length: n * n }, (_, i) => b[i] + b[(i % n) * n + Math.floor(i / n)]);
        const { values, vectors } = eigenSymmetric(a, n);
        for (let i = 1; i < n; i++) expect(values[i]).toBeLessThanOrEqual(values[i - 1]);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += values[k] * vectors[k * n + i] * vectors[k * n + j];
            expect(sum).toBeCloseTo(a[i * n + j], 8);
          }
      }),
      { numRuns: 30 },
    );
  });
});

describe('solvePositive', () => {
  it('refuses a matrix that is not definite', () => {
    expect(() => solvePositive(Float64Array.from([1, 2, 2, 1]), new Float64Array(2), 2, 1)).toThrow(
      RangeError,
    );
  });
});
