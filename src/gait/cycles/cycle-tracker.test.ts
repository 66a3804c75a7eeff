import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BodyTick } from './cycle-tracker';
import { evenly, STANCE, standing, type SyntheticWalk, syntheticWalk, track } from './testing/synthetic-walk';
import type { GaitCycle } from './types';

const nearest = (tick: number, strikes: readonly number[]): number =>
  Math.min(...strikes.map((s) => Math.abs(s - tick)));

/** Every start is a true strike within `within` ticks, and nearly all true cycles are there. */
function expectFound(walk: SyntheticWalk, cycles: readonly GaitCycle[], within: number): void {
  for (const c of cycles) {
    expect(nearest(c.startTick, walk.strikes[c.side]), `start ${c.startTick}`).toBeLessThanOrEqual(within);
    expect(nearest(c.endTick, walk.strikes[c.side]), `end ${c.endTick}`).toBeLessThanOrEqual(within);
  }
}

describe('cycles by the angles', () => {
  it.each([
    [0.8, ['knee']],
    [1.1, ['knee']],
    [2.2, ['knee']],
    [1.1, ['knee', 'hip']],
    [0.9, ['knee', 'hip', 'ankle']],
    [1.6, ['knee', 'hip', 'ankle']],
  ] as const)('are found, one for one, at %f s with %j', (seconds, sensors) => {
    const walk = syntheticWalk(evenly(15, seconds), { sensors });
    const cycles = track(walk.ticks);
    // The first strike needs a swing before it, the last some ticks after it.
    expect(cycles.length).toBeGreaterThanOrEqual(13);
    expect(cycles.length).toBeLessThanOrEqual(14);
    expectFound(walk, cycles, 2 + 2 * seconds);
    for (const c of cycles) {
      expect([c.source, c.side, c.flags]).toEqual(['angles', 'r', []]);
      expect(Math.abs(c.seconds - seconds)).toBeLessThan(0.05);
      const off = (c.events.toeOff! - c.startTick) / (c.endTick - c.startTick);
      expect(Math.abs(off - STANCE)).toBeLessThan(0.06);
    }
  });

  it('of both legs keep the order of events and half a cycle between', () => {
    const walk = syntheticWalk(evenly(12, 1.2), { sensors: ['knee', 'hip', 'ankle'], sides: ['r', 'l'] });
    const cycles = track(walk.ticks);
    expect(cycles.filter((c) => c.side === 'r').length).toBeGreaterThanOrEqual(10);
    expect(cycles.filter((c) => c.side === 'l').length).toBeGreaterThanOrEqual(10);
    expectFound(walk, cycles, 5);
    for (const c of cycles) {
      expect(c.flags).toEqual([]);
      const { contraToeOff, contraHeelStrike, toeOff } = c.events;
      expect(c.startTick).toBeLessThan(contraToeOff!);
      expect(contraToeOff!).toBeLessThan(contraHeelStrike!);
      expect(contraHeelStrike!).toBeLessThan(toeOff!);
      expect(Math.abs((contraHeelStrike! - c.startTick) / (c.endTick - c.startTick) - 0.5)).toBeLessThan(
        0.04,
      );
    }
  });

  it('carry the curve of the joint, 101 points, as it was', () => {
    const walk = syntheticWalk(evenly(8, 1.2), { sensors: ['knee', 'ankle'], noise: 0 });
    const [, , c] = track(walk.ticks);
    expect(Object.keys(c.curves).sort()).toEqual(['ankle', 'knee']);
    const knee = c.curves.knee!;
    expect(knee).toHaveLength(101);
    expect(Math.max(...knee)).toBeGreaterThan(64);
    expect(Math.abs(knee.indexOf(Math.max(...knee)) - 72)).toBeLessThanOrEqual(3);
  });

  it('are none while standing, bending the knees, or holding one bent', () => {
    const bend = (seconds: number): BodyTick[] =>
      Array.from({ length: seconds * 100 }, (_, i) => ({
        r: { knee: 45 - 45 * Math.cos((2 * Math.PI * i) / (seconds * 100)) },
      }));
    const held: BodyTick[] = Array.from({ length: 600 }, () => ({ r: { knee: 80 } }));
    expect(track([...standing(5), ...bend(4), ...bend(4), ...bend(4), ...held, ...standing(5)])).toEqual([]);
  });

  it('of a stiff knee are found after two swings', () => {
    const stiff = evenly(12, 1.5).map((s) => ({ ...s, swing: 0.4 }));
    const walk = syntheticWalk(stiff);
    const cycles = track(walk.ticks);
    expect(cycles.length).toBeGreaterThanOrEqual(8);
    expectFound(walk, cycles, 8);
  });
});

describe('cycles by foot contact', () => {
  const sensors = ['knee', 'contact'] as const;
  it('begin where the foot touches', () => {
    const walk = syntheticWalk(evenly(10, 1.1), { sensors, sides: ['r', 'l'] });
    const cycles = track(walk.ticks);
    expectFound(walk, cycles, 1);
    expect(cycles.length).toBeGreaterThanOrEqual(16);
    for (const c of cycles) {
      expect([c.source, c.flags]).toEqual(['contact', []]);
      expect(Math.abs((c.events.toeOff! - c.startTick) / (c.endTick - c.startTick) - STANCE)).toBeLessThan(
        0.015,
      );
    }
  });

  it('survive a switch that bounces', () => {
    const walk = syntheticWalk(evenly(10, 1.1), { sensors });
    const bouncing = walk.ticks.map(({ r }, i) => ({
      r: { ...r!, contact: [2, 3, 40].includes(Math.round(i % 110)) ? 0 : r!.contact },
    }));
    const cycles = track(bouncing);
    expect(cycles.length).toBeGreaterThanOrEqual(8);
    expect(cycles.flatMap((c) => c.flags)).toEqual([]);
  });

  it('go over to the angles when the switch dies, and never overlap', () => {
    const walk = syntheticWalk(evenly(20, 1.1), { sensors });
    for (const stuck of [0, 1, NaN]) {
      const ticks = walk.ticks.map(({ r }, i) => ({ r: { ...r!, contact: i < 1000 ? r!.contact : stuck } }));
      const cycles = track(ticks);
      expect(cycles[0].source).toBe('contact');
      expect(cycles.at(-1)!.source).toBe('angles');
      expect(cycles.length).toBeGreaterThanOrEqual(15);
      expectFound(walk, cycles, 5);
    }
  });

  it('come back when the switch does, though it is earlier than the angles were', () => {
    const walk = syntheticWalk(evenly(20, 1.1), { sensors });
    const early = (i: number): number => walk.ticks[Math.min(i + 5, walk.ticks.length - 1)].r!.contact!;
    const ticks = walk.ticks.map(({ r }, i) => ({ r: { ...r!, contact: i < 1060 ? 0 : early(i) } }));
    const cycles = track(ticks);
    expect(cycles[0].source).toBe('angles');
    expect(cycles.at(-1)!.source).toBe('contact');
    cycles.slice(1).forEach((c, i) => expect(c.startTick).toBeGreaterThanOrEqual(cycles[i].endTick));
    expect(cycles.length).toBeGreaterThanOrEqual(15);
  });

  it('with a step that the switch missed are marked, not doubled', () => {
    const walk = syntheticWalk(evenly(10, 1.1), { sensors });
    const ticks = walk.ticks.map(({ r }, i) => ({
      r: { ...r!, contact: i > 500 && i < 560 ? 1 : r!.contact },
    }));
    const cycles = track(ticks);
    const long = cycles.filter((c) => Math.abs(c.seconds - 1.1) > 0.1);
    expect(long).toHaveLength(1);
    expect(long[0].flags).toEqual(['event_order']);
  });
});

describe('what a cycle knows of itself', () => {
  it('a hole too long to bridge is a gap, a short one is not', () => {
    const walk = syntheticWalk(evenly(8, 1.2));
    const holed = (from: number, n: number): GaitCycle[] =>
      track(walk.ticks.map((t, i) => (i >= from && i < from + n ? {} : t)));
    expect(holed(510, 4).flatMap((c) => c.flags)).toEqual([]);
    const gapped = holed(510, 9).filter((c) => c.flags.includes('gap'));
    expect(gapped).toHaveLength(1);
    expect(gapped[0].startTick).toBeLessThan(510);
    expect(gapped[0].endTick).toBeGreaterThan(519);
    expect(gapped[0].curves.knee!.some((x) => Number.isNaN(x))).toBe(true);
  });

  it('the first after standing says so', () => {
    const walk = syntheticWalk(evenly(6, 1.2));
    const cycles = track([...standing(5), ...walk.ticks, ...standing(5), ...walk.ticks]);
    const afterStanding = cycles.filter((c) => c.before === 'standing');
    expect(afterStanding).toHaveLength(2);
    expect(afterStanding.every((c) => c.flags.includes('stop'))).toBe(true);
    expect(cycles[0].before).toBe('standing');
    // A recording that begins in the middle of a walk does not know.
    expect(track(walk.ticks)[0]).toMatchObject({ before: 'start', flags: [] });
  });

  it('events in another order are refused', () => {
    const walk = syntheticWalk(evenly(10, 1.2), { sensors: ['knee', 'contact'], sides: ['r', 'l'] });
    // The left foot lifts only after it should have struck: its phase is turned by a third of a cycle.
    const ticks = walk.ticks.map(({ r }, i) => ({ r, l: walk.ticks[(i + 40) % walk.ticks.length].l }));
    const cycles = track(ticks);
    expect(cycles.length).toBeGreaterThan(10);
    expect(cycles.every((c) => c.flags.includes('event_order'))).toBe(true);
  });
});

/** Walks with everything that goes wrong. */
const troubled = fc
  .record({
    strides: fc.array(
      fc.record({
        seconds: fc.double({ min: 0.7, max: 2.4, noNaN: true }),
        swing: fc.double({ min: 0.3, max: 1.2, noNaN: true }),
      }),
      { minLength: 4, maxLength: 12 },
    ),
    sensors: fc.constantFrom<('knee' | 'hip' | 'ankle' | 'contact')[]>(
      ['knee'],
      ['knee', 'hip'],
      ['knee', 'hip', 'ankle'],
      ['knee', 'contact'],
    ),
    seed: fc.integer({ min: 1, max: 1000 }),
    holes: fc.array(fc.tuple(fc.nat(1500), fc.integer({ min: 1, max: 200 })), { maxLength: 3 }),
    dead: fc.nat(2000),
    pause: fc.nat(4),
  })
  .map(({ strides, sensors, seed, holes, dead, pause }) => {
    const walk = syntheticWalk(strides, { sensors, seed, sides: ['r', 'l'], noise: 0.8 });
    const ticks: BodyTick[] = walk.ticks.map((t, i) => {
      if (holes.some(([from, n]) => i >= from && i < from + n)) return {};
      return i < dead ? t : { r: { ...t.r!, contact: 1 }, l: t.l };
    });
    return [...ticks, ...standing(pause), ...ticks];
  });

describe('whatever happens', () => {
  it('the past is not rewritten: the first ticks alone give the same cycles', () => {
    fc.assert(
      fc.property(troubled, fc.double({ min: 0.2, max: 0.95, noNaN: true }), (ticks, share) => {
        const some = track(ticks.slice(0, Math.floor(share * ticks.length)));
        expect(track(ticks).slice(0, some.length)).toEqual(some);
      }),
      { numRuns: 30 },
    );
  });
  it('cycles of a leg never overlap, and last from half a second to three', () => {
    fc.assert(
      fc.property(troubled, (ticks) => {
        const cycles = track(ticks);
        for (const side of ['r', 'l'] as const) {
          const own = cycles.filter((c) => c.side === side);
          own.forEach((c, i) => {
            expect(c.seconds).toBeGreaterThanOrEqual(0.5);
            expect(c.seconds).toBeLessThanOrEqual(3);
            if (i > 0) expect(c.startTick).toBeGreaterThanOrEqual(own[i - 1].endTick);
          });
        }
      }),
      { numRuns: 40 },
    );
  });
});
