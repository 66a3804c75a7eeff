import { describe, expect, it } from 'vitest';
import { CYCLE_JOINTS } from '../cycles/types';
import { gaitVariableScore, levelOver, NORM_SOURCE, normCurve } from './index';

describe('norm curves', () => {
  it('say whose they are', () => {
    expect(NORM_SOURCE).toContain('Winter');
  });
  it('pass through the published figures: knee 64.86 at 72 %, hip -10.95 at 52 %, ankle -19.77 at 66 %', () => {
    expect(normCurve('knee').mean[72]).toBeCloseTo(64.86, 4);
    expect(normCurve('knee').sd[72]).toBeCloseTo(5.41, 4);
    expect(normCurve('hip').mean[52]).toBeCloseTo(-10.95, 4);
    expect(normCurve('ankle').mean[66]).toBeCloseTo(-19.77, 4);
    expect(normCurve('knee', 'slow').mean[0]).toBeCloseTo(3.74, 4);
  });
  it.each(CYCLE_JOINTS.flatMap((j) => (['slow', 'natural', 'fast'] as const).map((c) => [j, c] as const)))(
    'of the %s at %s cadence are 101 finite, smooth points with a positive SD',
    (joint, cadence) => {
      const { mean, sd } = normCurve(joint, cadence);
      expect([mean.length, sd.length]).toEqual([101, 101]);
      for (let i = 1; i < 100; i += 1) {
        expect(sd[i]).toBeGreaterThan(1);
        // Second difference: no kinks where points were put between.
        expect(Math.abs(mean[i - 1] - 2 * mean[i] + mean[i + 1]), `${i} %`).toBeLessThan(1);
      }
    },
  );
});

describe('a curve beside the norm', () => {
  const norm = normCurve('knee');
  it('that is the norm has level and score 0', () => {
    expect(levelOver(norm.mean, norm)).toBe(0);
    expect(gaitVariableScore(norm.mean, norm)).toBe(0);
  });
  it('that is shifted has the shift as both; a hole does not count', () => {
    const shifted = norm.mean.map((x) => x + 5);
    shifted[10] = NaN;
    expect(levelOver(shifted, norm)).toBeCloseTo(5, 4);
    expect(gaitVariableScore(shifted, norm)).toBeCloseTo(5, 4);
  });
});
