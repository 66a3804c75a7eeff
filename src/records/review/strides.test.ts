import { describe, expect, it } from 'vitest';
import { evenly, STANCE, standing, syntheticWalk } from '../../gait/cycles/testing/synthetic-walk';
import { StrideReview } from './strides';
import { symmetryIndex, symmetryOf } from './symmetry';

const CHANNELS = ['knee_angle_r', 'hip_flexion_r', 'foot_contact_r', 'knee_angle_l', 'foot_contact_l'];

type Walk = ReturnType<typeof syntheticWalk>['ticks'];

function reviewOf(ticks: Walk, missing = new Map<number, number>()) {
  const review = new StrideReview(CHANNELS, 100);
  ticks.forEach((body, i) => {
    const { r, l } = body;
    const row = [r?.knee, r?.hip, r?.contact, l?.knee, l?.contact].map((x) => x ?? Number.NaN);
    review.tick(row, missing.get(i) ?? 0, i / 100);
  });
  return review.legs();
}

const sensors = ['knee', 'hip', 'contact'] as const;
const sides = ['r', 'l'] as const;

describe('strides of a session', () => {
  it('of somebody who walks the norm are on it: cadence, stance, range, gait variable score', () => {
    const { ticks } = syntheticWalk(evenly(20, 1.2), { sensors, sides, noise: 0 });
    const legs = reviewOf(ticks);
    for (const side of sides) {
      const leg = legs[side]!;
      expect(leg.used).toBeGreaterThanOrEqual(18);
      expect(leg.summary!.cadence.mean).toBeCloseTo(100, 0);
      expect(leg.summary!.stancePercent!.mean).toBeCloseTo(100 * STANCE, 0);
      expect(leg.joints.knee!.level).toBeNull();
      // The published cycle does not close; the walk does.
      expect(leg.joints.knee!.gvs).toBeLessThan(2);
    }
    expect(legs.l!.joints.hip).toBeUndefined();
    expect(Math.abs(legs.r!.joints.hip!.level!)).toBeLessThan(1);
    for (const { index } of symmetryOf(legs)) expect(Math.abs(index)).toBeLessThan(2);
  });

  it('of a knee that bends less have a score and a symmetry that say so, and how much', () => {
    const stiff = evenly(20, 1.2).map((s) => ({ ...s, swing: 0.6 }));
    const right = syntheticWalk(stiff, { sensors, sides, noise: 0 }).ticks;
    const left = syntheticWalk(evenly(20, 1.2), { sensors, sides, noise: 0 }).ticks;
    const legs = reviewOf(right.map(({ r }, i) => ({ r: r!, l: left[i].l! })));
    expect(legs.r!.joints.knee!.gvs).toBeGreaterThan(8);
    const range = symmetryOf(legs).find((s) => s.key === 'range_knee')!;
    expect(range.right / range.left).toBeCloseTo(0.6, 1);
    expect(range.index).toBeCloseTo(-50, 0);
  });

  it('do not count with a hole in them, and are not joined over one', () => {
    const { ticks } = syntheticWalk(evenly(12, 1.2), { sensors, sides, noise: 0 });
    const whole = reviewOf(ticks).r!;
    const cut = ticks.filter((_, i) => i < 620 || i >= 700);
    const holed = reviewOf(cut, new Map([[620, 80]])).r!;
    expect(whole.flags.gap).toBeUndefined();
    expect(holed.flags.gap).toBeGreaterThanOrEqual(1);
    expect(holed.used).toBeLessThan(whole.used);
    // Of an hour away no more is told than that it was long.
    const away = reviewOf(cut, new Map([[620, 360_000]])).r!;
    expect(away.found).toBeLessThan(whole.found);
    expect(away.used).toBeLessThan(whole.used);
  });

  it('are none in standing', () => {
    expect(reviewOf(standing(20))).toEqual({});
  });

  it('are drawn as at most sixty, from the first to the last', () => {
    const { ticks } = syntheticWalk(evenly(100, 1), { sensors, sides, noise: 0.2 });
    const leg = reviewOf(ticks).r!;
    expect(leg.used).toBeGreaterThan(80);
    expect(leg.joints.knee!.strides).toHaveLength(60);
  });
});

describe('the symmetry index', () => {
  it('is 0 for even legs, turns its sign with the legs, and is 200 where one does nothing', () => {
    expect(symmetryIndex(40, 40)).toBe(0);
    expect(symmetryIndex(60, 40)).toBeCloseTo(40, 9);
    expect(symmetryIndex(40, 60)).toBeCloseTo(-40, 9);
    expect(symmetryIndex(50, 0)).toBe(200);
    expect(symmetryIndex(0, 0)).toBeNaN();
  });
});
