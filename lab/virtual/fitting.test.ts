import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHarmonics, kneePeaks, overCycle, steadyCycles, toHarmonics } from './cycles';
import { dot, principal, solvePositive, symmetricEigen } from './linear';
import { baselineErrors } from './own-baselines';
import { mean, quantile, sd } from './statistics';

describe('linear algebra', () => {
  it('symmetricEigen takes a matrix apart', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 15, maxLength: 15 }),
        (x) => {
          const n = 5;
          const m = Array.from({ length: n }, () => new Float64Array(n));
          let k = 0;
          for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) m[i][j] = m[j][i] = x[k++];
          const { values, vectors } = symmetricEigen(m);
          for (let i = 0; i < n; i++) {
            for (let j = 0; j < n; j++) {
              expect(dot(vectors[i], vectors[j])).toBeCloseTo(i === j ? 1 : 0, 8);
              let sum = 0;
              for (let v = 0; v < n; v++) sum += values[v] * vectors[v][i] * vectors[v][j];
              expect(sum).toBeCloseTo(m[i][j], 7);
            }
            if (i > 0) expect(values[i]).toBeLessThanOrEqual(values[i - 1] + 1e-9);
          }
        },
      ),
    );
  });

  it('principal gives the same spread by few rows (Gram) as by covariance', () => {
    const rows = [
      [1, 2, 3, 4],
      [2, 1, 0, 4],
      [0, 0, 1, 7],
    ].map((r) => Float64Array.from(r));
    const few = principal(rows, 2);
    // The same three rows twice: same directions; the divisor is 5 instead of 2 for twice the squares.
    const many = principal([...rows, ...rows], 2);
    few.mean.forEach((x, j) => expect(x).toBeCloseTo(many.mean[j], 12));
    few.scaled.forEach((v, k) => {
      const w = many.scaled[k];
      const cosine = dot(v, w) / Math.sqrt(dot(v, v) * dot(w, w));
      expect(Math.abs(cosine)).toBeCloseTo(1, 8);
      expect(dot(v, v) / dot(w, w)).toBeCloseTo(5 / 4, 8);
    });
  });

  it('solvePositive solves', () => {
    const a = [
      [4, 1],
      [1, 3],
    ].map((r) => Float64Array.from(r));
    const [x] = solvePositive(a, [Float64Array.from([1, 2])], 0);
    expect(x[0]).toBeCloseTo(1 / 11, 12);
    expect(x[1]).toBeCloseTo(7 / 11, 12);
    expect(() => solvePositive([Float64Array.from([-1])], [Float64Array.from([1])], 0)).toThrow(/positive/);
  });

  it('quantile, mean and SD are the usual ones', () => {
    expect([quantile([3, 1, 2], 0.5), quantile([0, 10], 0.25), mean([1, 2, 6]), sd([1, 3])]).toEqual([
      2,
      2.5,
      3,
      Math.SQRT2,
    ]);
  });
});

describe('strides', () => {
  const RATE = 100;
  /** A knee with a swing peak each `periods[i]` seconds and a smaller loading wave. */
  const walk = (periods: readonly number[]): Float64Array =>
    Float64Array.from(
      periods.flatMap((p) =>
        Array.from({ length: Math.round(p * RATE) }, (_, i) => {
          const x = i / Math.round(p * RATE);
          return 60 * Math.exp(-(((x - 0.5) / 0.1) ** 2)) + 12 * Math.exp(-(((x - 0.9) / 0.05) ** 2));
        }),
      ),
    );

  it('finds every swing peak and no loading wave', () => {
    const periods = [1.2, 1.1, 1.3, 1.2, 1.25];
    const peaks = kneePeaks(walk(periods), RATE);
    let at = 0;
    const expected = periods.map((p) => {
      at += p;
      return (at - p / 2) * RATE;
    });
    expect(peaks).toHaveLength(5);
    peaks.forEach((p, i) => expect(Math.abs(p - expected[i])).toBeLessThanOrEqual(2));
  });

  it('leaves out the stride that a turn lengthens, and knows what follows what', () => {
    const cycles = steadyCycles([0, 100, 205, 450, 552, 650]);
    expect(cycles.map((c) => [c.from, c.to, c.follows])).toEqual([
      [0, 100, false],
      [100, 205, true],
      [450, 552, false],
      [552, 650, true],
    ]);
  });

  it('harmonics of a curve give it back', () => {
    const c = [3, 1, -2, 0.5, 4];
    const back = toHarmonics(fromHarmonics(c, 40), 2);
    back.forEach((x, i) => expect(x).toBeCloseTo(c[i], 10));
  });

  it('overCycle interpolates between samples', () => {
    expect([...overCycle([0, 10, 20, 30], { from: 0, to: 3, follows: false }, 2)]).toEqual([0, 15]);
  });
});

describe('baselineErrors', () => {
  it('is right on a ramp and on a sine', () => {
    const ramp = baselineErrors(Float64Array.from({ length: 400 }, (_, i) => i));
    // 5 steps of 1 in a range of 399.
    expect(ramp.persistence[0]).toBeCloseTo((100 * 5) / 399, 6);
    expect(ramp.line[2]).toBeCloseTo(0, 9);
    const sine = baselineErrors(Float64Array.from({ length: 800 }, (_, i) => Math.sin(i / 17)));
    // A sine is linear in its own past; the regularisation costs a little.
    expect(sine.ridge[0]).toBeLessThan(0.2 * sine.line[0]);
    expect(sine.ridge[2]).toBeLessThan(0.05 * sine.persistence[2]);
  });
});
