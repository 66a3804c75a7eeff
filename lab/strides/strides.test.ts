import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NORM_SOURCE, normCurve } from '../../src/gait/norms';
import { dataDir } from '../data/dir';
import { readNorm } from '../data/normative';
import { mean, sd } from '../virtual/statistics';
import { cmuEvents } from './cmu-events';
import { compare, together } from './compare-events';
import { gaitPrintCycles, gaitPrintEvents } from './gaitprint-events';
import { uciNotWalking, uciWalks } from './uci-cycles';

const data = dataDir();
const at = (name: string): string => join(data ?? '', name);
const has = (name: string): boolean => data !== null && existsSync(at(name));
if (data === null) console.info('Strides of real recordings skipped: no data directory (STRIDECAST_DATA)');

describe('pairing events', () => {
  it('counts found, missed and extra ones', () => {
    const a = compare([1000, 2000, 3000], [1010, 2500, 3020, 2990], 500, 3500);
    expect(a).toMatchObject({ there: 3, found: 2, extra: 1 });
    expect(a.errors).toEqual([10, -10]);
    expect(together([a, a])).toMatchObject({ there: 6, found: 4, extra: 2 });
  });
  it('leaves out what lies outside the time looked at', () => {
    expect(compare([100, 1000], [1000, 90], 500, 1500)).toMatchObject({ there: 1, found: 1, extra: 0 });
  });
});

describe.skipIf(!has('gaitprint'))('GaitPrint', () => {
  it('the angles alone find every contact, within the spread told in docs/strides.md', () => {
    for (const leg of gaitPrintEvents(at('gaitprint'))) {
      for (const a of [leg.heelStrike, leg.toeOff]) {
        const told = `${leg.person} ${leg.sight}`;
        expect(a.found, told).toBe(a.there);
        expect(a.extra, told).toBe(0);
        expect(Math.abs(mean(a.errors)), told).toBeLessThan(30);
        expect(sd(a.errors), told).toBeLessThan(15);
      }
      expect(Math.max(...leg.toldAfter)).toBeLessThan(150);
    }
  });
  it('steady walking is not marked', () => {
    for (const s of gaitPrintCycles(at('gaitprint'))) {
      expect(s.cycles, s.person).toBeGreaterThan(80);
      expect(s.flagged / s.cycles, s.person).toBeLessThan(0.05);
    }
  });
});

describe.skipIf(!has('cmu'))('CMU', () => {
  it("the angles alone find what the feet's paths show", () => {
    const all = cmuEvents(at('cmu'));
    for (const sight of ['knee', 'knee_hip_ankle'] as const) {
      const legs = all.filter((l) => l.sight === sight);
      for (const a of [together(legs.map((l) => l.heelStrike)), together(legs.map((l) => l.toeOff))]) {
        expect(a.there).toBeGreaterThan(150);
        expect(a.found / a.there).toBeGreaterThan(0.97);
        expect(a.extra / a.there).toBeLessThan(0.02);
        expect(Math.abs(mean(a.errors))).toBeLessThan(25);
        expect(sd(a.errors)).toBeLessThan(20);
      }
    }
  });
});

describe.skipIf(!has('uci'))('UCI, one knee', () => {
  const walks = has('uci') ? uciWalks(at('uci')) : [];
  it('cycles are as long as the knee repeats itself, and as many', () => {
    for (const w of walks) {
      expect(Math.abs(w.medianSeconds / w.period - 1), w.person).toBeLessThan(0.05);
      expect(w.strikes - w.expectedStrikes, w.person).toBeLessThan(1);
      expect(w.expectedStrikes - w.strikes, w.person).toBeLessThan(3);
    }
  });
  it('standing and turns do not count: 6A 31-39 s, 8A 0-2 s, and steps around them are marked', () => {
    const of = (person: string) => walks.find((w) => w.person === person)!;
    for (const [person, from, to] of [
      ['6A', 31, 39],
      ['8A', 0, 2],
    ] as const) {
      const inside = of(person).entries.filter(
        (e) => e.cycle.startTick < 100 * to && e.cycle.endTick > 100 * from,
      );
      expect(
        inside.filter((e) => e.used),
        person,
      ).toEqual([]);
      const next = of(person).entries.find((e) => e.cycle.startTick >= 100 * to)!;
      expect(next.flags, person).toContain('stop');
    }
    const beforeStanding = of('6A').entries.findLast((e) => e.cycle.endTick < 3100)!;
    expect(beforeStanding.flags).toEqual(expect.arrayContaining(['stop', 'turn']));
    // Where the swing drops by half in the middle of the walk.
    expect(of('2A').entries.find((e) => e.flags.includes('turn'))!.cycle.startTick).toBeCloseTo(415, -2);
    expect(of('7A').entries.find((e) => e.flags.includes('turn'))!.cycle.startTick).toBeCloseTo(627, -2);
  });
  it('standing flexion and seated extension are no walking', () => {
    for (const task of ['pie', 'sen'] as const) {
      const { cycles, minutes } = uciNotWalking(at('uci'), task);
      expect(cycles / minutes, task).toBeLessThan(1);
    }
  });
});

describe.skipIf(!has('normative'))('norm curves', () => {
  it('are the figures of the table that they were taken from', () => {
    expect(NORM_SOURCE).toContain('1987');
    const path = at('normative/normative_sagittal_tidy.csv');
    for (const joint of ['hip', 'knee', 'ankle'] as const) {
      for (const cadence of ['slow', 'natural', 'fast'] as const) {
        const table = readNorm(path, 'winter1987', `${cadence}_cadence`, joint);
        const ours = normCurve(joint, cadence);
        table.percent.forEach((p, i) => {
          expect(ours.mean[p]).toBeCloseTo(table.mean[i], 4);
          expect(ours.sd[p]).toBeCloseTo(table.sd[i], 4);
        });
      }
    }
  });
});
