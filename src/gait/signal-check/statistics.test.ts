import { describe, expect, it } from 'vitest';
import { Rng } from '../rng';
import { abruptPlateau, emgWindows, fastRms, lineRms, stuckShare } from './statistics';

const make = (rate: number, seconds: number, value: (t: number) => number): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, i) => value(i / rate));
const sine = (hz: number, amplitude: number) => (t: number) => amplitude * Math.sin(2 * Math.PI * hz * t + 1);

describe('figures of the signal check', () => {
  it('mains line: RMS of the line alone, under noise and beside other lines, also a little off its frequency', () => {
    const rng = new Rng(1);
    for (const hz of [49.8, 50, 50.2]) {
      const x = make(1000, 10, (t) => sine(hz, 0.02)(t) + sine(80, 0.1)(t) + rng.normal(0, 0.02));
      expect(lineRms(x, 1000, 50)).toBeGreaterThan(0.9 * (0.02 / Math.SQRT2));
      expect(lineRms(x, 1000, 50)).toBeLessThan(1.1 * (0.02 / Math.SQRT2));
      expect(lineRms(x, 1000, 60)).toBeLessThan(0.002);
    }
  });
  it('mains line: none in noise, in a large offset, or where the rate cannot show it', () => {
    const rng = new Rng(2);
    expect(
      lineRms(
        make(1000, 10, () => rng.normal(0, 0.02)),
        1000,
        50,
      ),
    ).toBeLessThan(0.002);
    expect(
      lineRms(
        make(1000, 10, () => 500),
        1000,
        50,
      ),
    ).toBeLessThan(1e-3);
    expect(lineRms(make(100, 10, sine(50, 1)), 100, 50)).toBe(0);
    expect(lineRms(make(1000, 1, sine(50, 1)).slice(1), 1000, 50)).toBe(0);
  });
  it('fast part of an angle: sway is none of it', () => {
    expect(fastRms(make(100, 10, sine(0.5, 3)), 100)).toBeLessThan(0.01);
    expect(fastRms(make(100, 10, sine(25, 1)), 100)).toBeCloseTo(Math.SQRT1_2, 1);
  });
  it('EMG windows: 250 ms of band-limited RMS', () => {
    const w = emgWindows(
      make(1000, 2, (t) => (t < 1 ? 0 : sine(100, 0.1)(t))),
      1000,
    );
    expect(w.length).toBe(8);
    expect(Math.max(...w.slice(0, 4))).toBe(0);
    for (const x of w.slice(5)) expect(x).toBeCloseTo(0.1 * Math.SQRT1_2, 3);
  });
  it('cut-off values pile up at the limit; sound ones, coarse ones and constants do not', () => {
    const rng = new Rng(3);
    const noise = make(1000, 5, () => rng.normal());
    expect(stuckShare(noise)).toBeLessThan(0.001);
    expect(stuckShare(noise.map((x) => Math.min(x, 1)))).toBeGreaterThan(0.1);
    expect(stuckShare(noise.map((x) => Math.max(x, -2)))).toBeGreaterThan(0.01);
    expect(stuckShare(noise.map((x) => Math.round(x)))).toBe(0);
    expect(stuckShare(noise.fill(1))).toBe(0);
  });
  it('a limit is run into; a pause is slowed into', () => {
    const swing = make(100, 8, (t) => 35 * (1 - Math.cos(Math.PI * t)));
    expect(abruptPlateau(swing, 100)).toBeNull();
    const limit = abruptPlateau(
      swing.map((x) => Math.min(x, 50)),
      100,
    )!;
    expect(limit.value).toBe(50);
    expect(limit.seconds).toBeGreaterThan(0.5);
    // Held for a second at the top, read to a tenth of a degree.
    const held = make(100, 9, (t) => 35 * (1 - Math.cos(Math.PI * (t < 1 ? t : t < 2 ? 1 : t - 1))));
    expect(
      abruptPlateau(
        held.map((x) => Math.round(10 * x) / 10),
        100,
      ),
    ).toBeNull();
  });
});
