import { describe, expect, it } from 'vitest';
import { Rng } from '../rng';
import { CycleSet } from './cycle-set';
import { type SyntheticStride, syntheticWalk, track, trackSet } from './testing/synthetic-walk';

/** Strides of a person: 3 % in time, 4 % in height. */
function natural(n: number, seed = 1): SyntheticStride[] {
  const rng = new Rng(seed);
  return Array.from({ length: n }, () => ({
    seconds: 1.2 * (1 + rng.normal(0, 0.03)),
    swing: 1 + rng.normal(0, 0.04),
  }));
}

describe('marks', () => {
  it('leave nearly all natural strides alone', () => {
    const entries = [1, 2, 3, 4, 5].flatMap(
      (seed) => trackSet(syntheticWalk(natural(40, seed), { seed, noise: 0.5 }).ticks).entries,
    );
    expect(entries.length).toBeGreaterThan(180);
    expect(entries.filter((e) => !e.used).length / entries.length).toBeLessThan(0.02);
  });

  it.each([
    ['a long stride with little swing', { seconds: 1.6, swing: 0.6 }, ['turn', 'outlier']],
    ['a pause', { seconds: 2.2 }, ['stop', 'outlier']],
    ['a hasty stride', { seconds: 0.85 }, ['outlier']],
    ['a high step', { seconds: 1.2, swing: 1.4 }, ['outlier']],
  ] as const)('%s is found among twelve, and only it', (_, odd, flags) => {
    const strides = natural(12);
    strides[6] = odd;
    const set = trackSet(syntheticWalk(strides).ticks);
    const marked = set.entries.filter((e) => e.flags.length > 0);
    // Its own, or that of a neighbour whose heel strike it moved.
    expect(marked.length).toBeGreaterThanOrEqual(1);
    expect(marked.length).toBeLessThanOrEqual(2);
    for (const e of marked) expect(Math.abs(e.id - 5)).toBeLessThanOrEqual(1);
    expect(new Set(marked.flatMap((e) => e.flags))).toEqual(new Set(flags));
  });

  it('need four strides to compare with', () => {
    const strides = [
      { seconds: 1.2 },
      { seconds: 1.2 },
      { seconds: 1.2 },
      { seconds: 1.6, swing: 0.6 },
      { seconds: 1.2 },
    ];
    const set = new CycleSet();
    const cycles = track(syntheticWalk(strides).ticks);
    cycles.slice(0, 3).forEach((c) => set.add(c));
    expect(set.entries.every((e) => e.used)).toBe(true);
  });
});

describe('choices by hand', () => {
  const strides = natural(12);
  strides[6] = { seconds: 1.6, swing: 0.6 };
  it('win over the flags, are kept apart from them and can be taken back', () => {
    const set = trackSet(syntheticWalk(strides).ticks);
    const odd = set.entries.find((e) => e.flags.length > 0)!;
    const good = set.entries.find((e) => e.flags.length === 0)!;
    set.choose(odd.id, 'in');
    set.choose(good.id, 'out');
    expect(set.entries[odd.id]).toMatchObject({ byHand: 'in', used: true });
    expect(set.entries[good.id]).toMatchObject({ byHand: 'out', used: false, flags: [] });
    set.choose(odd.id, null);
    set.choose(good.id, null);
    expect(set.entries[odd.id]).toMatchObject({ byHand: null, used: false });
    expect(set.entries[good.id].used).toBe(true);
    expect(() => set.choose(99, 'in')).toThrow(RangeError);
  });
  it('are forgotten with the cycles', () => {
    const set = trackSet(syntheticWalk(strides).ticks);
    set.choose(0, 'out');
    set.clear();
    expect(set.entries).toEqual([]);
    for (const c of track(syntheticWalk(strides).ticks)) set.add(c);
    expect(set.entries[0].byHand).toBeNull();
  });
});

describe('summary', () => {
  it('has the figures of the strides that count', () => {
    const strides = Array.from({ length: 12 }, (_, i) => ({ seconds: i % 2 === 0 ? 1.1 : 1.3 }));
    const set = trackSet(
      syntheticWalk(strides, { sensors: ['knee', 'hip', 'contact'], sides: ['r', 'l'], noise: 0 }).ticks,
    );
    const right = set.summary('r')!;
    expect(right.cycles).toBe(set.used('r').length);
    expect(right.seconds.mean).toBeCloseTo(1.2, 1);
    expect(right.seconds.sd).toBeGreaterThan(0.09);
    expect(right.cadence.mean).toBeGreaterThan(99);
    expect(right.cadence.mean).toBeLessThan(103);
    expect(right.stancePercent!.mean).toBeCloseTo(62, 0);
    expect(right.stepPercent!.mean).toBeCloseTo(50, 0);
    expect(right.range.knee!.mean).toBeGreaterThan(60);
    expect(Math.abs(right.peak.knee!.mean - 65.5)).toBeLessThan(1);
    expect(right.curves.ankle).toBeUndefined();
    expect(right.curves.knee!.sd.every((x) => x >= 0 && x < 6)).toBe(true);
  });
  it('of a leg without cycles is null', () => {
    expect(trackSet(syntheticWalk(natural(6)).ticks).summary('l')).toBeNull();
  });
});

describe('a bounded set', () => {
  it('keeps the latest of each leg, and the ids that they had', () => {
    const set = new CycleSet(5);
    const cycles = track(syntheticWalk(natural(12)).ticks);
    const ids = cycles.map((c) => set.add(c));
    expect(ids).toEqual(cycles.map((_, i) => i));
    for (const side of ['r', 'l'] as const) {
      const own = cycles.map((c, id) => ({ id, c })).filter(({ c }) => c.side === side);
      const held = set.entries.filter((e) => e.cycle.side === side);
      expect(held.map((e) => e.id)).toEqual(own.slice(-5).map(({ id }) => id));
    }
    expect(() => set.choose(0, 'out')).toThrow(RangeError);
  });
});
