import { describe, expect, it } from 'vitest';
import type { ChannelName } from '../gait/channels';
import type { BodyTick } from '../gait/cycles/cycle-tracker';
import { evenly, STANCE, syntheticWalk } from '../gait/cycles/testing/synthetic-walk';
import { WalkFigures } from './walk-figures';

const CHANNELS: ChannelName[] = ['knee_angle_r', 'foot_contact_r', 'knee_angle_l', 'foot_contact_l'];
const rowOf = ({ r, l }: BodyTick): Float32Array =>
  Float32Array.of(r?.knee ?? NaN, r?.contact ?? NaN, l?.knee ?? NaN, l?.contact ?? NaN);

function walk(figures: WalkFigures, n: number, swing = 1): void {
  const strides = evenly(n, 1.1).map((s) => ({ ...s, swing }));
  const { ticks } = syntheticWalk(strides, { sensors: ['knee', 'contact'], sides: ['r', 'l'] });
  for (const body of ticks) figures.tick(rowOf(body));
}

describe('figures of a walk', () => {
  it('count the strides of both legs, and tell range and stance', () => {
    const figures = new WalkFigures(100);
    figures.begin();
    figures.start(CHANNELS);
    expect(figures.legs).toMatchObject({ r: { strides: 0, range: {}, stance: null } });
    walk(figures, 20);
    const { r, l } = figures.legs;
    for (const leg of [r!, l!]) {
      expect(leg.strides).toBeGreaterThanOrEqual(18);
      expect(leg.strides).toBeLessThanOrEqual(20);
      expect(leg.stance).toBeCloseTo(100 * STANCE, -1);
      // Winter's knee bends from nearly 0 to 65 deg.
      expect(leg.range.knee).toBeGreaterThan(55);
      expect(leg.range.knee).toBeLessThan(70);
      expect(leg.range.hip).toBeUndefined();
    }
  });

  it('follow the latest strides', () => {
    const figures = new WalkFigures(100);
    figures.start(CHANNELS);
    walk(figures, 20);
    const before = figures.legs.r!.range.knee!;
    walk(figures, 20, 0.6);
    expect(figures.legs.r!.range.knee! / before).toBeCloseTo(0.6, 1);
  });

  it('go on counting after a new calibration, and begin at 0 with a new session', () => {
    const figures = new WalkFigures(100);
    figures.start(CHANNELS);
    walk(figures, 10);
    const before = figures.legs.r!.strides;
    figures.start(CHANNELS);
    expect(figures.legs.r!.strides).toBe(before);
    walk(figures, 10);
    expect(figures.legs.r!.strides).toBeGreaterThan(before + 6);
    figures.begin();
    figures.start(CHANNELS);
    expect(figures.legs.r!.strides).toBe(0);
  });

  it('say nothing of a leg without a sensor', () => {
    const figures = new WalkFigures(100);
    figures.start(['knee_angle_r']);
    expect(figures.legs.l).toBeNull();
  });
});
