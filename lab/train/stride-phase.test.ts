import { expect, it } from 'vitest';
import { StridePhase } from './stride-phase';

/** Swing peaks at the times given, s. */
const walkOf = (peaks: readonly number[], seconds: number, heights: readonly number[] = []) => ({
  rate: 1000,
  input: Float32Array.from({ length: 1000 * seconds }, (_, i) =>
    peaks.reduce((sum, at, k) => sum + (heights[k] ?? 60) * Math.exp(-(((i / 1000 - at) / 0.15) ** 2)), 0),
  ),
});

it('counts strides from swing to swing, forward and back', () => {
  const phase = new StridePhase(walkOf([1, 2.2, 3.3, 4.5], 6));
  // One is made up before the first and one after the last.
  expect(phase.last).toBe(5);
  [1, 2.2, 3.3, 4.5].forEach((t, k) => expect(phase.at(t)).toBeCloseTo(k + 1, 2));
  expect(phase.timeOf(0)).toBeCloseTo(-0.2, 2);
  expect(phase.timeOf(5)).toBeCloseTo(5.7, 2);
  expect(phase.at(6)).toBeNaN();
  let before = Number.NEGATIVE_INFINITY;
  for (let p = 0; p <= 5; p += 0.01) {
    const t = phase.timeOf(p);
    expect(t).toBeGreaterThan(before);
    expect(phase.at(t)).toBeCloseTo(p, 1);
    before = t;
  }
});

it('counts a stride whose swing was too low to be seen', () => {
  const phase = new StridePhase(walkOf([1, 2.2, 3.4, 4.6, 5.8], 7, [60, 60, 20]));
  expect(phase.last).toBe(6);
  expect(phase.timeOf(3)).toBeCloseTo(3.4, 1);
});

it('knows no phase without two swings', () => {
  const phase = new StridePhase(walkOf([1], 3));
  expect(phase.last).toBe(0);
  expect(phase.at(1)).toBeNaN();
});
