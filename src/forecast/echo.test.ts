import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Echo, echoSize, echoTicks } from './echo';
import type { EchoCard } from './model-card';

const CARD: EchoCard = { match: 40, lags: [20, 260], steps: [5, 10, 20] };
const [AT_5, AT_10, AT_20, GAP, DISTANCE, SPREAD] = [0, 1, 2, 3, 4, 5];

function echoOf(past: ArrayLike<number>, card = CARD, s = 60): Float32Array {
  const out = new Float32Array(echoSize(card));
  new Echo(card).write(Float32Array.from(past), s, out, 0);
  return out;
}

const wave = (ticks: number, period: number, phase = 0, size = 30): number[] =>
  Array.from({ length: ticks }, (_, t) => size * Math.sin(phase + (2 * Math.PI * t) / period));

describe('Echo', () => {
  it('tells how a walk that repeats itself goes on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 120 }),
        fc.double({ min: 0, max: 6, noNaN: true }),
        (period, phase) => {
          const walk = wave(320, period, phase);
          const out = echoOf(walk.slice(0, 300));
          const change = (h: number) => (walk[299 + h] - walk[299]) / 60;
          expect(out[AT_5]).toBeCloseTo(change(5), 1);
          expect(out[AT_10]).toBeCloseTo(change(10), 1);
          expect(out[AT_20]).toBeCloseTo(change(20), 1);
          expect(out[DISTANCE]).toBeLessThan(1e-3);
        },
      ),
    );
  });

  it('is exact when there is one exact match and nothing like it', () => {
    const bump = [0, 4, 9, 20, 44, 60, 58, 30, 12, 3];
    const past = new Array<number>(200).fill(0);
    bump.forEach((v, i) => (past[60 + i] = past[185 + i] = v));
    // The newest ticks lie 125 ticks after the same ones; what followed then was rest at 0.
    past.fill(7, 100, 140);
    const out = echoOf(past.slice(0, 192), { match: 16, lags: [20, 150], steps: [1, 2, 3] });
    expect(out[0]).toBeCloseTo((58 - 60) / 60 + 2 / 60 + (30 - 58) / 60, 1);
  });

  it('does not see the angle’s zero, and scales with its size', () => {
    const walk = wave(300, 90).map((v, t) => v + 5 * Math.sin(t / 7));
    const plain = echoOf(walk);
    const moved = echoOf(walk.map((v) => v + 25));
    const doubled = echoOf(
      walk.map((v) => 2 * v),
      CARD,
      120,
    );
    for (let i = 0; i < plain.length; i++) {
      expect(moved[i]).toBeCloseTo(plain[i], 4);
      expect(doubled[i]).toBeCloseTo(plain[i], 4);
    }
  });

  it('does not look beyond a hole, nor before the past begins', () => {
    const walk = wave(300, 90).map((v, t) => v + 5 * Math.sin(t / 7));
    const holed = walk.slice();
    holed[149] = Number.NaN;
    expect(Array.from(echoOf(holed))).toEqual(Array.from(echoOf(walk.slice(150))));
    holed[280] = Number.NaN;
    expect(Array.from(echoOf(holed))).toEqual(new Array<number>(echoSize(CARD)).fill(0));
  });

  it('needs no more than it says', () => {
    const walk = wave(500, 90).map((v, t) => v + 5 * Math.sin(t / 7));
    expect(Array.from(echoOf(walk))).toEqual(Array.from(echoOf(walk.slice(-echoTicks(CARD)))));
  });

  it('tells matches that went on alike from those that did not', () => {
    const ends = (first: number, second: number): number[] => {
      const rest = (n: number) => new Array<number>(n).fill(0);
      const rise = [0, 10, 20, 30, 40];
      const go = (v: number) => new Array<number>(20).fill(v);
      return [...rest(40), ...rise, ...go(first), ...rest(60), ...rise, ...go(second), ...rest(60), ...rise];
    };
    const alike = echoOf(ends(50, 50));
    const apart = echoOf(ends(30, 70));
    expect(alike[AT_20]).toBeCloseTo(apart[AT_20], 1);
    expect(apart[SPREAD]).toBeGreaterThan(alike[SPREAD] + 0.2);
    expect(Math.abs(apart[GAP])).toBeLessThan(0.01);
  });
});
