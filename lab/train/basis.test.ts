import { expect, it } from 'vitest';
import { Rng } from '../../src/gait/rng';
import { fitBasis } from './basis';

const STEPS = 12;

/** Futures mixed from two shapes, the first of which is small and lives in the first steps only. */
function futures(n: number): Float32Array {
  const rng = new Rng(9);
  const all = new Float32Array(n * STEPS);
  for (let r = 0; r < n; r++) {
    const [early, slow] = [rng.normal(1, 0.5), rng.normal(0, 30)];
    for (let h = 0; h < STEPS; h++) all[r * STEPS + h] = (h < 3 ? early : 0) + slow * ((h + 1) / STEPS) ** 4;
  }
  return all;
}

it('spans what the futures are made of, mean included, with coefficients of size 1', () => {
  const y = futures(500);
  const basis = fitBasis(y, new Array<number>(STEPS).fill(1), STEPS, 2);
  let squares = 0;
  let worst = 0;
  for (let r = 0; r < 500; r++) {
    const [a, b] = leastSquares(basis, y.subarray(r * STEPS, (r + 1) * STEPS));
    squares += a * a;
    for (let h = 0; h < STEPS; h++)
      worst = Math.max(worst, Math.abs(a * basis[h] + b * basis[STEPS + h] - y[r * STEPS + h]));
  }
  expect(worst).toBeLessThan(1e-3);
  expect(squares / 500).toBeCloseTo(1, 1);
});

it('gives its few shapes to the steps that weigh most', () => {
  const y = futures(500);
  const weights = Array.from({ length: STEPS }, (_, h) => (h < 3 ? 1000 : 1));
  const shape = fitBasis(y, weights, STEPS, 1);
  expect(Math.abs(shape[0])).toBeGreaterThan(Math.abs(shape[4]));
  const plain = fitBasis(y, new Array<number>(STEPS).fill(1), STEPS, 1);
  expect(Math.abs(plain[0])).toBeLessThan(Math.abs(plain[4]));
});

function leastSquares(basis: Float32Array, y: Float32Array): [number, number] {
  let [uu, uv, vv, uy, vy] = [0, 0, 0, 0, 0];
  for (let h = 0; h < STEPS; h++) {
    const [u, v] = [basis[h], basis[STEPS + h]];
    uu += u * u;
    uv += u * v;
    vv += v * v;
    uy += u * y[h];
    vy += v * y[h];
  }
  const det = uu * vv - uv * uv;
  return [(uy * vv - vy * uv) / det, (vy * uu - uy * uv) / det];
}
