import { describe, expect, it } from 'vitest';
import { SIDES } from '../../gait/channels';
import { JOINTS } from './person';
import { PRESETS, type VirtualPreset } from './presets';
import { Walker } from './walker';

const KNEE = JOINTS.indexOf('knee_angle');
const ANKLE = JOINTS.indexOf('ankle_angle');
const HIP = JOINTS.indexOf('hip_flexion');
const ALL = Object.keys(PRESETS) as VirtualPreset[];

/** Steps `seconds` and hands each millisecond to `see`. */
function live(walker: Walker, seconds: number, see: (ms: number) => void = () => undefined): string[] {
  const begun: string[] = [];
  for (let ms = 0; ms < seconds * 1000; ms++) {
    const what = walker.step();
    if (what !== null) begun.push(`${what}@${ms}`);
    see(ms);
  }
  return begun;
}

const spread = (x: number[]): number => Math.max(...x) - Math.min(...x);

describe('Walker', () => {
  it('gives the same numbers for the same seed and requests, others for another seed', () => {
    const trace = (seed: number): number[] => {
      const walker = new Walker({ preset: 'knee_pain', seed });
      walker.ask('walk');
      const out: number[] = [];
      live(walker, 4, () => out.push(walker.angles.r[KNEE], walker.emg[2], walker.force('l')));
      return out;
    };
    expect(trace(5)).toEqual(trace(5));
    expect(trace(5)).not.toEqual(trace(6));
  });

  it.each(ALL)('%s: stands quietly, but not frozen', (preset) => {
    const walker = new Walker({ preset, seed: 3 });
    for (const side of SIDES) {
      const knee: number[] = [];
      live(walker, 10, () => knee.push(walker.angles[side][KNEE]));
      expect(spread(knee)).toBeLessThan(2);
      expect(spread(knee)).toBeGreaterThan(0.05);
      expect(walker.contact[side]).toBe(true);
    }
  });

  it.each(ALL)('%s: starts, walks, stops, bends and changes person without a jump', (preset) => {
    const walker = new Walker({ preset, seed: 11 });
    const last = { r: Float64Array.from(walker.angles.r), l: Float64Array.from(walker.angles.l) };
    walker.step();
    for (const side of SIDES) last[side].set(walker.angles[side]);
    let fastest = 0;
    const watch = (): void => {
      for (const side of SIDES) {
        for (let j = 0; j < JOINTS.length; j++) {
          fastest = Math.max(fastest, Math.abs(walker.angles[side][j] - last[side][j]));
        }
        last[side].set(walker.angles[side]);
      }
    };
    live(walker, 1, watch);
    walker.ask('walk');
    live(walker, 12.3, watch);
    walker.ask('knee_bend');
    live(walker, 14, watch);
    walker.ask('walk');
    live(walker, 9.7, watch);
    walker.become(preset === 'typical' ? 'stiff_knee' : 'typical');
    live(walker, 8, watch);
    // The fastest joints of walking people turn at some 600 deg/s: 0.6 deg in a step. A jump would be degrees.
    expect(fastest).toBeLessThan(1);
    expect(fastest).toBeGreaterThan(0.2);
  });

  it.each(ALL)(
    '%s: walks with both legs, half a stride apart, feet on the ground for more than half the time',
    (preset) => {
      const walker = new Walker({ preset, seed: 4 });
      walker.ask('walk');
      live(walker, 5);
      const peaks: Record<'r' | 'l', number[]> = { r: [], l: [] };
      const ground = { r: 0, l: 0, both: 0, none: 0 };
      const recent: Record<'r' | 'l', number[]> = { r: [], l: [] };
      live(walker, 30, (ms) => {
        for (const side of SIDES) {
          recent[side].push(walker.angles[side][KNEE]);
          if (walker.contact[side]) ground[side]++;
          const x = recent[side];
          // A peak stands out over 300 ms on both sides.
          const centre = x.length - 301;
          if (centre >= 300 && x[centre] > 25) {
            const around = x.slice(centre - 300, centre + 301);
            if (x[centre] === Math.max(...around)) peaks[side].push(ms - 300);
          }
        }
        if (walker.contact.r && walker.contact.l) ground.both++;
        if (!walker.contact.r && !walker.contact.l) ground.none++;
      });
      const period = walker.person.periodS * 1000;
      expect(peaks.r.length).toBeGreaterThan((30_000 / period) * 0.85);
      expect(peaks.r.length).toBeLessThan((30_000 / period) * 1.15);
      const phases = peaks.l.flatMap((p) => {
        const from = peaks.r.filter((r) => r < p).at(-1);
        const to = peaks.r.find((r) => r >= p);
        return from === undefined || to === undefined ? [] : [(p - from) / (to - from)];
      });
      const offset = phases.reduce((a, b) => a + b, 0) / phases.length;
      expect(Math.abs(offset - 0.5)).toBeLessThan(0.1);
      for (const side of SIDES) expect(ground[side] / 30_000).toBeCloseTo(0.6, 1);
      expect(ground.both).toBeGreaterThan(2000);
      // Walking, not running.
      expect(ground.none).toBe(0);
    },
  );

  it('stops with a closing step within a stride and a half, and stands after', () => {
    for (const preset of ALL) {
      const walker = new Walker({ preset, seed: 9 });
      walker.ask('walk');
      live(walker, 10.2);
      walker.ask('stand');
      const begun = live(walker, 1.5 * walker.person.periodS + 1.2);
      expect(begun).toHaveLength(1);
      expect(begun[0]).toMatch(/^stand@/);
      const knee: number[] = [];
      live(walker, 2);
      live(walker, 3, () => knee.push(walker.angles.r[KNEE]));
      expect(spread(knee)).toBeLessThan(2);
    }
  });

  it('bends the affected knee three times, on the other leg, and straightens it again', () => {
    const walker = new Walker({ preset: 'typical', seed: 2, affected: 'l' });
    live(walker, 1);
    walker.ask('knee_bend');
    let crossings = 0;
    let before = 0;
    let highest = 0;
    const other: number[] = [];
    const begun = live(walker, 20, () => {
      const now = walker.angles.l[KNEE];
      if (before < 45 && now >= 45) crossings++;
      if (now > 30) expect(walker.contact.l).toBe(false);
      before = now;
      highest = Math.max(highest, now);
      other.push(walker.angles.r[KNEE]);
    });
    expect(begun.map((b) => b.split('@')[0])).toEqual(['knee_bend', 'knee_bend', 'knee_bend']);
    expect(crossings).toBe(3);
    expect(highest).toBeGreaterThan(70);
    expect(highest).toBeLessThan(135);
    expect(before).toBeLessThan(6);
    expect(spread(other)).toBeLessThan(3);
  });

  it('keeps every joint within what a person can do, for many people', () => {
    for (const preset of ALL) {
      for (let seed = 100; seed < 106; seed++) {
        const walker = new Walker({ preset, seed });
        walker.ask('walk');
        live(walker, 1);
        let odd = '';
        live(walker, 5, (ms) => {
          for (const side of SIDES) {
            const [knee, hip, ankle] = [
              walker.angles[side][KNEE],
              walker.angles[side][HIP],
              walker.angles[side][ANKLE],
            ];
            const sound = knee > -12 && knee < 90 && hip > -40 && hip < 65 && ankle > -50 && ankle < 40;
            if (!sound) odd = `${preset} ${seed} ${side} ${ms} ms: ${knee} ${hip} ${ankle}`;
          }
        });
        expect(odd).toBe('');
      }
    }
  });

  it('limps in the asymmetric preset: the affected knee moves less than the other', () => {
    const walker = new Walker({ preset: 'stiff_knee', seed: 8, affected: 'l' });
    walker.ask('walk');
    live(walker, 4);
    const knees: Record<'r' | 'l', number[]> = { r: [], l: [] };
    live(walker, 15, () => SIDES.forEach((s) => knees[s].push(walker.angles[s][KNEE])));
    expect(spread(knees.l)).toBeLessThan(0.9 * spread(knees.r));
  });
});
