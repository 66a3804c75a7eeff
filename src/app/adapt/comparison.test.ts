import { expect, test } from 'vitest';
import type { Comparison, ComparisonRow } from '../../engine/adapt-protocol';
import {
  bestPeer,
  chancePercent,
  headline,
  jointsOf,
  meanError,
  nearest,
  rowsOf,
  signedPercent,
  winsOf,
} from './comparison';

const row = (ms: number, over: Partial<ComparisonRow> = {}): ComparisonRow => ({
  joint: 'knee_angle_r',
  ms,
  before: 3,
  after: 2,
  seen: -0.33,
  expected: -0.2,
  low: -0.3,
  high: -0.1,
  better: 0.9,
  use: true,
  peers: {},
  ...over,
});

test('the verdict is told at the horizon that is looked at, while the personal model is used there', () => {
  expect(headline([row(50), row(100), row(200)], 100)?.ms).toBe(100);
  expect(headline([row(50), row(100, { use: false }), row(500)], 100)?.ms).toBe(50);
  const kept = [row(50, { use: false }), row(100, { use: false })];
  expect(headline(kept, 100)?.ms).toBe(100);
  expect(headline([], 100)).toBeNull();
});

test('the best classical forecaster is the one with the least known error', () => {
  expect(bestPeer(row(10, { peers: { line: 3, knn: 2.5, ridge: Number.NaN } }))).toEqual({
    id: 'knn',
    error: 2.5,
  });
  expect(bestPeer(row(10))).toBeNull();
});

test('a classical forecaster wins where it beats both', () => {
  const rows = [row(10, { peers: { knn: 2.5 } }), row(100, { peers: { knn: 1 } }), row(200)];
  expect(winsOf(rows, 'knn')).toBe(1);
});

test('examples are those of the horizon that is looked at, or of the one next to it', () => {
  const all = [row(50), row(50), row(200), row(100, { joint: 'ankle_angle_r' })];
  expect(nearest(all, 'knee_angle_r', 200).map((r) => r.ms)).toEqual([200]);
  expect(nearest(all, 'knee_angle_r', 60).map((r) => r.ms)).toEqual([50, 50]);
  expect(nearest(all, 'hip_flexion_r', 60)).toEqual([]);
});

test('rows of a joint come by horizon', () => {
  const comparison = {
    rows: [row(200), row(10), row(100, { joint: 'ankle_angle_r' })],
  } as unknown as Comparison;
  expect(jointsOf(comparison)).toEqual(['knee_angle_r', 'ankle_angle_r']);
  expect(rowsOf(comparison, 'knee_angle_r').map((r) => r.ms)).toEqual([10, 200]);
});

test('the error of an example counts only where both are known', () => {
  expect(meanError([1, 2, Number.NaN, 4], [2, Number.NaN, 3, 7])).toBe(2);
  expect(meanError([], [])).toBeNaN();
});

test('a chance is never certain', () => {
  expect([0.999, 0.94, 0.001, Number.NaN].map(chancePercent)).toEqual(['>99', '94', '<1', '–']);
});

test('changes have a real sign', () => {
  expect(signedPercent(-0.184)).toBe('−18');
  expect(signedPercent(0.04)).toBe('+4');
  expect(signedPercent(-0.001)).toBe('0');
  expect(signedPercent(Number.NaN)).toBe('–');
});
