import { describe, expect, it } from 'vitest';
import { Rng } from '../gait/rng';
import { IntervalTracker } from './interval';

describe('IntervalTracker', () => {
  it('starts at the quantiles of the card, in units of the scale', () => {
    const tracker = new IntervalTracker(1, 2, [0.1, 0.2]);
    const [low, high] = [new Float32Array(2), new Float32Array(2)];
    tracker.issue(0, Float32Array.from([30, 40]), Float32Array.from([50]), low, high);
    expect(Array.from(low).map(Math.round)).toEqual([25, 30]);
    expect(Array.from(high).map(Math.round)).toEqual([35, 50]);
  });

  it.each([
    ['far too narrow', 0.001],
    ['far too wide', 1],
  ])(
    'covers 90 %% of what comes when it starts %s, at every step, and again after the errors have doubled',
    (_, q) => {
      const steps = 10;
      const rng = new Rng(5);
      const tracker = new IntervalTracker(1, steps, new Array(steps).fill(q));
      const inside = run(tracker, rng, steps, 0, 3000, 1);
      expect(Math.min(...inside)).toBeGreaterThan(0.87);
      expect(Math.max(...inside)).toBeLessThan(0.93);
      const after = run(tracker, rng, steps, 3000, 6000, 2);
      expect(Math.min(...after)).toBeGreaterThan(0.87);
      expect(Math.max(...after)).toBeLessThan(0.93);
    },
  );

  it('learns from forecasts that come after their truth', () => {
    const tracker = new IntervalTracker(1, 3, [0.1, 0.1, 0.1]);
    const [low, high] = [new Float32Array(3), new Float32Array(3)];
    for (let t = 1; t <= 3; t++) tracker.observe(t, Float32Array.from([100]));
    tracker.issue(0, new Float32Array(3), Float32Array.from([20]), low, high);
    for (let h = 1; h <= 3; h++) expect(tracker.quantile(0, h)).toBeCloseTo(0.1 * Math.exp(0.05 * 0.9), 6);
  });

  it('learns nothing from a truth that is not known', () => {
    const tracker = new IntervalTracker(1, 1, [0.1]);
    const out = new Float32Array(1);
    tracker.issue(0, new Float32Array(1), Float32Array.from([20]), out, out);
    tracker.observe(1, Float32Array.from([Number.NaN]));
    expect(tracker.quantile(0, 1)).toBeCloseTo(0.1, 9);
  });
});

/** Errors grow with the step and are normal; the forecast is 0. Returns coverage by step. */
function run(
  tracker: IntervalTracker,
  rng: Rng,
  steps: number,
  from: number,
  to: number,
  size: number,
): number[] {
  const low = new Float32Array(steps);
  const high = new Float32Array(steps);
  const mean = new Float32Array(steps);
  const bounds: { low: Float32Array; high: Float32Array }[] = [];
  const inside = new Array<number>(steps).fill(0);
  const count = new Array<number>(steps).fill(0);
  for (let t = from; t < to; t++) {
    const truth = Float32Array.from([rng.normal(0, size)]);
    tracker.observe(t, truth);
    for (let h = 1; h <= steps && t - h >= from + 500; h++) {
      const made = bounds[t - h - from];
      count[h - 1]++;
      if (truth[0] >= made.low[h - 1] && truth[0] <= made.high[h - 1]) inside[h - 1]++;
    }
    tracker.issue(t, mean, Float32Array.from([20]), low, high);
    bounds.push({ low: low.slice(), high: high.slice() });
  }
  return inside.map((n, i) => n / count[i]);
}
