import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resample, resampleDelay } from './resample';

const sine = (hz: number, rate: number, seconds = 6, phase = 0.3): Float32Array =>
  Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) =>
    Math.sin((2 * Math.PI * hz * i) / rate + phase),
  );
/** Largest value away from the ends, where the kernel has what it needs. */
const peak = (x: Float32Array, rate: number): number =>
  x.slice(rate, -rate).reduce((m, v) => Math.max(m, Math.abs(v)), 0);
const RATES: [number, number][] = [
  [120, 150],
  [1000, 100],
  [200, 100],
  [148.148, 100],
  [100, 150],
  [333, 60],
];

describe('rate conversion', () => {
  it.each(RATES)('%d to %d Hz: what is kept comes through in place', (from, to) => {
    const nyquist = Math.min(from, to) / 2;
    for (const hz of [0.05 * nyquist, 0.4 * nyquist, 0.75 * nyquist]) {
      const got = resample(sine(hz, from), { from, to });
      const wanted = sine(hz, to);
      const worst = got.slice(to, -to).reduce((m, v, i) => Math.max(m, Math.abs(v - wanted[i + to])), 0);
      expect(worst).toBeLessThan(0.003);
    }
  });
  it.each(RATES.filter(([from, to]) => to < from))(
    '%d to %d Hz: what would alias is more than 50 dB down',
    (from, to) => {
      for (const share of [1.0, 1.05, 1.3, 1.9]) {
        const hz = (share * to) / 2;
        if (hz < from / 2)
          expect(20 * Math.log10(peak(resample(sine(hz, from), { from, to }), to))).toBeLessThan(-50);
      }
    },
  );
  it.each(RATES.filter(([from, to]) => to > from))('%d to %d Hz: no image of a sine is made', (from, to) => {
    // Power at the image frequency from - hz, by projection on whole seconds.
    const hz = 0.35 * from;
    const out = resample(sine(hz, from), { from, to }).slice(to, 5 * to);
    let [re, im] = [0, 0];
    out.forEach((v, i) => {
      re += v * Math.cos((2 * Math.PI * (from - hz) * i) / to);
      im += v * Math.sin((2 * Math.PI * (from - hz) * i) / to);
    });
    expect(20 * Math.log10((2 * Math.hypot(re, im)) / out.length)).toBeLessThan(-50);
  });
  it('has as many values as fit, and takes a constant as it is', () => {
    expect(resample(new Float32Array(121), { from: 120, to: 150 }).length).toBe(151);
    expect(resample(new Float32Array(1001), { from: 1000, to: 100 }).length).toBe(101);
    expect(resample(new Float32Array(1000), { from: 1000, to: 100 }).length).toBe(100);
    expect(resample(new Float32Array(0), { from: 1000, to: 100 }).length).toBe(0);
    for (const v of resample(new Float32Array(300).fill(42), { from: 120, to: 150 }))
      expect(v).toBeCloseTo(42, 4);
  });
  it('refuses rates and slopes that make no sense', () => {
    expect(() => resample(new Float32Array(9), { from: 0, to: 100 })).toThrow(RangeError);
    expect(() => resampleDelay({ from: 100, to: 100, slope: 1 })).toThrow(RangeError);
  });
});

describe('causal conversion', () => {
  it('never looks ahead: a change at t changes no output before t', () => {
    const values = fc.array(fc.float({ min: -90, max: 90, noNaN: true }), { minLength: 50, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.constantFrom(...RATES), fc.nat(), (x, [from, to], where) => {
        const at = where % x.length;
        const other = x.map((v, i) => (i >= at ? v + 10 : v));
        const run = (v: number[]): Float32Array =>
          resample(Float32Array.from(v), { from, to, slope: 0.5, causal: true });
        const [a, b] = [run(x), run(other)];
        const firstAllowed = Math.ceil((at * to) / from - 1e-6);
        expect([...a.slice(0, firstAllowed)]).toEqual([...b.slice(0, firstAllowed)]);
      }),
    );
  });
  it('is the signal, later by the delay that it states', () => {
    const options = { from: 120, to: 150, slope: 0.4, causal: true };
    const delay = resampleDelay(options);
    expect(delay).toBeCloseTo(0.0754, 3);
    const got = resample(sine(3, 120), options);
    for (let k = 150; k < got.length; k += 1) {
      expect(Math.abs(got[k] - Math.sin(2 * Math.PI * 3 * (k / 150 - delay) + 0.3))).toBeLessThan(0.003);
    }
  });
  it('starts without a transient', () => {
    const x = Float32Array.from({ length: 400 }, (_, i) => (i < 200 ? 30 : 60));
    const got = resample(x, { from: 100, to: 150, causal: true });
    for (const v of got.slice(0, 290)) expect(v).toBeCloseTo(30, 4);
  });
});
