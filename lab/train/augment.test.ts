import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/gait/rng';
import { type Augmentation, WindowCutter } from './augment';
import type { KneeSignal } from './recordings';

const NONE: Augmentation = { speed: 0, localSpeed: 0, gain: 0, shape: 0 };
const FULL: Augmentation = { speed: 0.2, localSpeed: 0.15, gain: 0.25, shape: 0.3 };

const signalOf = (seconds: number, f: (t: number) => number): KneeSignal => {
  const input = Float32Array.from({ length: seconds * 1000 }, (_, i) => f(i / 1000));
  return { rate: 1000, input, measured: input.map((v) => v + 100) };
};

describe('WindowCutter', () => {
  it('cuts the recording itself when nothing is bent: past conditioned, future measured, one grid', () => {
    const cutter = new WindowCutter(100, 20, 5, NONE);
    expect(
      cutter.cut(
        signalOf(2, (t) => 10 * t),
        new Rng(1),
      ),
    ).toBe(true);
    for (let t = 1; t < 20; t++) expect(cutter.past[t] - cutter.past[t - 1]).toBeCloseTo(0.1, 3);
    for (let h = 0; h < 5; h++)
      expect(cutter.future[h] - 100 - cutter.past[19]).toBeCloseTo(0.1 * (h + 1), 3);
  });

  it('changes speed within e^±(speed + local), and past and future alike', () => {
    const cutter = new WindowCutter(100, 50, 20, { ...FULL, gain: 0, shape: 0 });
    const rng = new Rng(2);
    const speeds: number[] = [];
    for (let i = 0; i < 200; i++) {
      cutter.cut(
        signalOf(3, (t) => t),
        rng,
      );
      const all = [...cutter.past, ...cutter.future.map((v) => v - 100)];
      for (let t = 1; t < all.length; t++) speeds.push((all[t] - all[t - 1]) * 100);
    }
    expect(Math.min(...speeds)).toBeGreaterThan(Math.exp(-0.351) - 0.01);
    expect(Math.max(...speeds)).toBeLessThan(Math.exp(0.351) + 0.01);
    expect(Math.max(...speeds) / Math.min(...speeds)).toBeGreaterThan(1.5);
  });

  it('bends the angle without turning its order round, within the gain', () => {
    const cutter = new WindowCutter(100, 50, 20, { ...FULL, speed: 0, localSpeed: 0 });
    const rng = new Rng(3);
    const signal = { ...signalOf(3, (t) => 20 * t), measured: signalOf(3, (t) => 20 * t).input };
    for (let i = 0; i < 100; i++) {
      cutter.cut(signal, rng);
      const all = [...cutter.past, ...cutter.future];
      expect(all.every((v, t) => t === 0 || v > all[t - 1])).toBe(true);
      const range = all[all.length - 1] - all[0];
      expect(range).toBeGreaterThan(20 * 0.69 * Math.exp(-0.251));
      expect(range).toBeLessThan(20 * 0.69 * Math.exp(0.251));
    }
  });

  it('adds noise of up to the given SD to the past and none to the future', () => {
    const cutter = new WindowCutter(100, 200, 20, { ...NONE, noise: 0.2 });
    const rng = new Rng(4);
    const spreads: number[] = [];
    for (let i = 0; i < 200; i++) {
      cutter.cut(
        signalOf(3, () => 0),
        rng,
      );
      expect(cutter.future.every((v) => v === 100)).toBe(true);
      spreads.push(spread(cutter.past));
    }
    expect(Math.max(...spreads)).toBeLessThan(0.25);
    expect(spreads.reduce((sum, v) => sum + v, 0) / 200).toBeCloseTo(0.1, 1);
  });

  it('remembers what came before the window, on the same grid and as far as the signal goes', () => {
    const cutter = new WindowCutter(100, 20, 5, { ...FULL, gain: 0, shape: 0 }, 300);
    const rng = new Rng(5);
    const lengths: number[] = [];
    for (let i = 0; i < 200; i++) {
      cutter.cut(
        signalOf(2, (t) => t),
        rng,
      );
      const { known } = cutter;
      lengths.push(known.length);
      expect(known.slice(-20)).toEqual(cutter.past);
      expect(known[0]).toBeGreaterThanOrEqual(0);
      for (let t = 1; t < known.length; t++) {
        const speed = (known[t] - known[t - 1]) * 100;
        expect(speed).toBeGreaterThan(Math.exp(-0.351) - 0.01);
        expect(speed).toBeLessThan(Math.exp(0.351) + 0.01);
      }
    }
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(20);
    expect(Math.max(...lengths)).toBeGreaterThan(120);
  });

  it('lays another walk over the window in the same phase, past and future with one weight', () => {
    // Swing peaks at 0.5 s and every second; the other walks with half the range, raised by 10, one and a half times as fast.
    const knee = (t: number) => 20 - 20 * Math.cos(2 * Math.PI * t);
    const own = { ...signalOf(8, knee), measured: signalOf(8, knee).input };
    const slow = signalOf(8, (t) => 10 + knee(1.5 * t) / 2).input;
    const other = { rate: 1000, input: slow, measured: slow };
    const cutter = new WindowCutter(100, 200, 50, { ...NONE, mixing: { share: 1, most: 1 } });
    const rng = new Rng(8);
    let mixed = 0;
    for (let i = 0; i < 50; i++) {
      expect(cutter.cut(own, rng, other)).toBe(true);
      const all = [...cutter.past, ...cutter.future];
      const range = Math.max(...all) - Math.min(...all);
      // (1 - w) of 40 deg and w of 20, in step: the range tells the weight, and that tells everything else.
      const weight = (40 - range) / 20;
      expect(weight).toBeGreaterThan(-0.01);
      expect(weight).toBeLessThan(1.01);
      expect(Math.min(...all)).toBeCloseTo(10 * weight, 0);
      if (weight > 0.1) mixed++;
      const bends = all.slice(2).map((v, t) => Math.abs(v - 2 * all[t + 1] + all[t]));
      expect(Math.max(...bends)).toBeLessThan(0.12);
    }
    expect(mixed).toBeGreaterThan(35);
  });

  it('makes the same windows from the same random stream, and refuses a recording that is too short', () => {
    const cutter = new WindowCutter(100, 50, 20, FULL);
    const signal = signalOf(3, Math.sin);
    cutter.cut(signal, new Rng(7));
    const first = cutter.past.slice();
    cutter.cut(signal, new Rng(8));
    expect(cutter.past).not.toEqual(first);
    cutter.cut(signal, new Rng(7));
    expect(cutter.past).toEqual(first);
    expect(new WindowCutter(100, 50, 20, NONE).cut(signalOf(0.6, Math.sin), new Rng(1))).toBe(false);
  });
});

function spread(x: Float32Array): number {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  return Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length);
}
