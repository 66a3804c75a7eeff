import { describe, expect, it } from 'vitest';
import { Rng } from './rng';
import type { Stride } from './strides';
import { StrideDetector } from './strides';

const RATE = 100;

/** A knee with a loading peak at 14 % (half of the swing in a stiff knee) and a swing peak at 72 % of the cycle. */
function knee(phase: number, swing = 60): number {
  const bump = (at: number, width: number): number =>
    Math.exp(-(((((phase - at + 1.5) % 1) - 0.5) / width) ** 2));
  return 3 + Math.min(15, 0.5 * (swing - 3)) * bump(0.14, 0.07) + (swing - 3) * bump(0.72, 0.11);
}

interface Walk {
  seconds: number;
  stride: (t: number) => number;
  swing?: number;
  noise?: number;
  contact?: (phase: number) => number;
}

function walk(detector: StrideDetector, { seconds, stride, swing, noise = 0.3, contact }: Walk) {
  const rng = new Rng(3);
  const found: Stride[] = [];
  const phases: { truth: number; told: number | null }[] = [];
  let cycle = 0.4;
  for (let i = 0; i < seconds * RATE; i += 1) {
    cycle += 1 / (RATE * stride(i / RATE));
    const phase = cycle % 1;
    const mark = detector.push(knee(phase, swing) + rng.normal(0, noise), contact?.(phase));
    if (mark) found.push(mark);
    phases.push({ truth: phase, told: detector.phase });
  }
  return { found, phases, cycles: cycle - 0.4 };
}
const phaseErrors = (phases: { truth: number; told: number | null }[]): number[] =>
  phases.filter((p) => p.told !== null).map((p) => Math.abs(((p.told! - p.truth + 1.5) % 1) - 0.5));
const mean = (x: number[]): number => x.reduce((a, b) => a + b, 0) / x.length;

describe('strides by the knee', () => {
  it.each([
    [0.7, 60],
    [1.1, 60],
    [1.1, 30],
    [2.2, 25],
  ])('are counted once each, at %f s a stride and %i deg of swing', (length, swing) => {
    const d = new StrideDetector(RATE);
    const { found, cycles } = walk(d, { seconds: 30, stride: () => length, swing });
    expect(Math.abs(d.count - cycles)).toBeLessThanOrEqual(1.5);
    expect(d.cadence).toBeCloseTo(120 / length, -0.5);
    for (const s of found.slice(2)) expect(Math.abs(s.seconds! / length - 1)).toBeLessThan(0.06);
    expect(found.every((s) => s.mark === 'swing_peak')).toBe(true);
  });
  it('tell the phase within a few percent', () => {
    const { phases } = walk(new StrideDetector(RATE), { seconds: 20, stride: () => 1.2 });
    expect(phases.filter((p) => p.told !== null).length).toBeGreaterThan(1600);
    expect(mean(phaseErrors(phases.slice(400)))).toBeLessThan(0.03);
  });
  it('follow a change of pace', () => {
    const d = new StrideDetector(RATE);
    const { cycles } = walk(d, { seconds: 40, stride: (t) => 0.8 + t / 40 });
    expect(Math.abs(d.count - cycles)).toBeLessThanOrEqual(1.5);
    expect(d.cadence!).toBeGreaterThan(66);
    expect(d.cadence!).toBeLessThan(78);
  });
  it('end when the person stops, and standing, sway and small bends are none', () => {
    const d = new StrideDetector(RATE);
    const { found } = walk(d, { seconds: 10, stride: () => 1.1 });
    expect(d.cadence).not.toBeNull();
    const rng = new Rng(4);
    for (let i = 0; i < 6000; i += 1) d.push(4 + 3 * Math.sin(i / 80) + rng.normal(0, 0.3));
    expect(d.count).toBe(found.length);
    expect([d.cadence, d.phase]).toEqual([null, null]);
    // Walking again: the pause is not a stride's length.
    const again = walk(d, { seconds: 10, stride: () => 1.1 });
    expect(again.found[0].seconds).toBeNull();
    expect(d.cadence).not.toBeNull();
  });
  it('are not upset by missing values', () => {
    const d = new StrideDetector(RATE);
    const holes = new StrideDetector(RATE);
    for (let i = 0; i < 3000; i += 1) {
      const x = knee((i / 110) % 1);
      d.push(x);
      holes.push(i % 13 === 0 ? NaN : x);
    }
    expect(holes.count).toBe(d.count);
  });
  it('are forgotten on clear', () => {
    const d = new StrideDetector(RATE);
    walk(d, { seconds: 10, stride: () => 1 });
    d.clear();
    expect([d.count, d.cadence, d.phase]).toEqual([0, null, null]);
  });
});

describe('strides by foot contact', () => {
  const contact = (phase: number): number => (phase < 0.62 ? 1 : 0);
  it('are preferred: phase 0 is the contact', () => {
    const d = new StrideDetector(RATE);
    const { found, phases } = walk(d, { seconds: 20, stride: () => 1.2, contact });
    expect(found.slice(1).every((s) => s.mark === 'foot_contact')).toBe(true);
    expect(mean(phaseErrors(phases.slice(400)))).toBeLessThan(0.01);
  });
  it('count once though the switch bounces', () => {
    const d = new StrideDetector(RATE);
    const { cycles } = walk(d, {
      seconds: 20,
      stride: () => 1.2,
      contact: (p) => (p > 0.02 && p < 0.04 ? 0 : contact(p)),
    });
    expect(Math.abs(d.count - cycles)).toBeLessThanOrEqual(1.5);
  });
  it('give way to the knee when the switch is stuck', () => {
    const d = new StrideDetector(RATE);
    const { found, cycles } = walk(d, { seconds: 20, stride: () => 1.2, contact: () => 1 });
    expect(Math.abs(d.count - cycles)).toBeLessThanOrEqual(1.5);
    expect(found.every((s) => s.mark === 'swing_peak')).toBe(true);
  });
});
