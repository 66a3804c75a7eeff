import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenly, syntheticWalk, trackSet } from '../cycles/testing/synthetic-walk';
import { CYCLE_JOINTS, type GaitCycle } from '../cycles/types';
import { normCurve } from '../norms';
import { aimOf, momentsOf, reached } from './aims';
import { type Goal, judgeStep } from './goal';
import { bestBand, normBand } from './propose';

const SWING = aimOf('knee', 'swing')!;
const GOAL: Goal = {
  joint: 'knee',
  side: 'r',
  moment: 'swing',
  low: 60,
  high: 70,
  basis: 'hand',
  steps: null,
};

/** A walk along the norm, of strides that swing this much of it. */
const walk = (swings: readonly number[]): GaitCycle[] =>
  trackSet(
    syntheticWalk(
      swings.map((swing) => ({ seconds: 1.1, swing })),
      { sensors: ['knee', 'hip', 'ankle'] },
    ).ticks,
  ).used('r');

describe('what can be aimed at', () => {
  it('lies around a turning point of the norm, or where it levels off', () => {
    for (const joint of CYCLE_JOINTS)
      for (const moment of momentsOf(joint)) {
        const aim = aimOf(joint, moment)!;
        const { mean } = normCurve(joint);
        const at = mean.indexOf(reached(mean, aim)!);
        const level = Math.abs(mean[aim.to] - mean[aim.to - 6]) < 1;
        expect([joint, moment, (at > aim.from && at < aim.to) || level]).toEqual([joint, moment, true]);
      }
  });

  it('is the extreme of the part, whatever the curve does elsewhere', () => {
    const curves = fc.array(fc.integer({ min: -40, max: 90 }), { minLength: 101, maxLength: 101 });
    fc.assert(
      fc.property(curves, (curve) => {
        const part = curve.slice(SWING.from, SWING.to + 1);
        expect(reached(curve, SWING)).toBe(Math.max(...part));
        expect(reached(curve, { ...SWING, extreme: 'min' })).toBe(Math.min(...part));
      }),
    );
  });

  it('is not known where much of it was not measured', () => {
    const curve = normCurve('knee').mean.slice();
    curve.fill(Number.NaN, SWING.from, SWING.from + 5);
    expect(reached(curve, SWING)).not.toBeNull();
    curve.fill(Number.NaN, SWING.from, SWING.to);
    expect(reached(curve, SWING)).toBeNull();
  });
});

describe('a step against a goal', () => {
  it('is in target, below or above by its own extreme alone', () => {
    const cycles = walk([1, 0.8, 1.2, 1, 0.8, 1.2, 1, 1, 1]);
    const results = cycles.map((c) => judgeStep(GOAL, c)!);
    for (const { value, result } of results)
      expect(result).toBe(value < 60 ? 'below' : value > 70 ? 'above' : 'in');
    expect(new Set(results.map((r) => r.result))).toEqual(new Set(['in', 'below', 'above']));
    expect(results[1].startTick).toBe(cycles[1].startTick);
  });

  it('of the other leg, or with a hole in it, is none', () => {
    const [cycle] = walk([1, 1, 1, 1]);
    expect(judgeStep(GOAL, cycle)).not.toBeNull();
    expect(judgeStep({ ...GOAL, side: 'l' }, cycle)).toBeNull();
    expect(judgeStep(GOAL, { ...cycle, flags: ['gap'] })).toBeNull();
    expect(judgeStep(GOAL, { ...cycle, flags: ['stop'] })).toBeNull();
    // Odd beside the others, but a step all the same: the patient must see it count.
    expect(judgeStep(GOAL, { ...cycle, flags: ['outlier'] })).not.toBeNull();
  });
});

describe('a proposed band', () => {
  const swings = Array.from({ length: 24 }, (_, i) => 0.7 + 0.01 * i);

  it('of the best strides holds a quarter of them, those nearest to the norm', () => {
    const cycles = walk(swings);
    const band = bestBand(cycles, 'knee', SWING)!;
    const values = cycles.map((c) => reached(c.curves.knee!, SWING)!);
    const inside = values.filter((v) => v >= band.low && v <= band.high);
    expect(inside.length / values.length).toBeGreaterThan(0.2);
    expect(inside.length / values.length).toBeLessThan(0.6);
    // Stiff knees all: the best bend most.
    expect(Math.max(...values)).toBeLessThanOrEqual(band.high);
    expect(band.high - band.low).toBeGreaterThanOrEqual(6);
  });

  it('needs some strides to know the best', () => {
    expect(bestBand(walk(swings).slice(0, 7), 'knee', SWING)).toBeNull();
    expect(bestBand([], 'knee', SWING)).toBeNull();
  });

  it('of the norm is its mean and SD for the knee, with no stride at all', () => {
    const { mean, sd } = normCurve('knee');
    const peak = Math.max(...mean);
    const at = mean.indexOf(peak);
    const band = normBand([], 'knee', SWING)!;
    expect(band.low).toBe(Math.floor(peak - sd[at]));
    expect(band.high).toBe(Math.ceil(peak + sd[at]));
  });

  it('of hip and ankle lies level with the person, wherever the sensor has its zero', () => {
    const aim = aimOf('hip', 'swing')!;
    expect(normBand([], 'hip', aim)).toBeNull();
    const cycles = walk(evenly(10, 1).map(() => 1));
    const moved = cycles.map((c) => ({
      ...c,
      curves: { ...c.curves, hip: c.curves.hip!.map((y) => y + 17) },
    }));
    const [own, shifted] = [normBand(cycles, 'hip', aim)!, normBand(moved, 'hip', aim)!];
    expect(shifted.low - own.low).toBe(17);
    expect(shifted.high - own.high).toBe(17);
  });
});
