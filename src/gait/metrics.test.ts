import { describe, expect, it } from 'vitest';
import { mae, nmae, r2, range, rmse, skill } from './metrics';
import { RunningRange } from './running-range';

const truth = [0, 10, 20, 30];
const forecast = [1, 8, 20, 33];

describe('metrics', () => {
  it('agree with figures worked out by hand', () => {
    expect(rmse(truth, forecast)).toBeCloseTo(Math.sqrt((1 + 4 + 0 + 9) / 4), 12);
    expect(mae(truth, forecast)).toBe(1.5);
    expect(nmae(truth, forecast, 60)).toBe(2.5);
    expect(r2(truth, forecast)).toBeCloseTo(1 - 14 / 500, 12);
    expect(range(truth)).toBe(30);
    expect(skill(1, 4)).toBe(0.75);
    expect(skill(8, 4)).toBe(-1);
  });
  it('leave out pairs in which either is missing', () => {
    const t = [0, NaN, 20, 30, 4];
    const f = [3, 5, NaN, 26, Infinity];
    expect(rmse(t, f)).toBeCloseTo(Math.sqrt((9 + 16) / 2), 12);
    expect(mae(t, f)).toBe(3.5);
    expect(range([NaN, 3, 8, Infinity])).toBe(5);
  });
  it('are NaN where they mean nothing', () => {
    for (const score of [rmse([], []), mae([NaN], [1]), r2([], []), range([]), range([NaN])])
      expect(score).toBeNaN();
    expect(r2([5, 5], [5, 4])).toBeNaN();
    expect(nmae(truth, forecast, 0)).toBeNaN();
    expect(skill(0, 0)).toBeNaN();
    expect(skill(1, NaN)).toBeNaN();
  });
  it('refuse arrays of unequal length', () => {
    expect(() => rmse([1, 2], [1])).toThrow(RangeError);
  });
});

describe('running range', () => {
  it('grows with what was seen and is never below 20 deg', () => {
    const r = new RunningRange();
    expect(r.degrees).toBe(20);
    [5, 12, NaN, 8].forEach((x) => r.push(x));
    expect(r.degrees).toBe(20);
    [-2, 61].forEach((x) => r.push(x));
    expect(r.degrees).toBe(63);
    r.clear();
    expect(r.degrees).toBe(20);
  });
});
