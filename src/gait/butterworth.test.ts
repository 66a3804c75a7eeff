import fc from 'fast-check';
import Fili from 'fili';
import { describe, expect, it } from 'vitest';
import type { Biquad } from './biquad';
import { BiquadCascade } from './biquad';
import { bandPass, gainAt, highPass, lowPass } from './butterworth';

/** Numerator and denominator of the whole cascade, as textbooks print them. */
function polynomials(cascade: readonly Biquad[]): { b: number[]; a: number[] } {
  const times = (p: number[], q: number[]): number[] => {
    const out = Array.from({ length: p.length + q.length - 1 }, () => 0);
    p.forEach((x, i) => q.forEach((y, j) => (out[i + j] += x * y)));
    return out;
  };
  let b = [1];
  let a = [1];
  for (const s of cascade) {
    b = times(b, [s.b0, s.b1, s.b2]);
    a = times(a, [1, s.a1, s.a2]);
  }
  return { b, a };
}

function expectClose(actual: readonly number[], expected: readonly number[], within = 1e-12): void {
  const length = Math.max(actual.length, expected.length);
  for (let i = 0; i < length; i += 1) {
    expect(Math.abs((actual[i] ?? 0) - (expected[i] ?? 0)), `coefficient ${i}`).toBeLessThan(within);
  }
}

/** Printed by scipy 1.17: butter(2, 6/50), butter(2, 80/1000), butter(3, .25, 'high'), butter(2, [.04, .9], 'band'), butter(3, [.1, .3], 'band'). */
const LOW_6_AT_100 = {
  b: [0.027859766117136, 0.055719532234272, 0.027859766117136],
  a: [1, -1.475480443592646, 0.5869195080611902],
};
const LOW_40_AT_1000 = {
  b: [0.0133592000278565, 0.026718400055713, 0.0133592000278565],
  a: [1, -1.6474599810769768, 0.7008967811884027],
};
const HIGH_3 = {
  b: [0.4459029062228062, -1.3377087186684185, 1.3377087186684185, -0.4459029062228062],
  a: [1, -1.459029062228061, 0.9103690002900687, -0.1978251872643194],
};
const EMG_BAND = {
  b: [0.7320224765566226, 0, -1.4640449531132451, 0, 0.7320224765566226],
  a: [1, -0.2627714584803696, -1.36366733845508, 0.1365426158487811, 0.5371946248011015],
};
const BAND_3 = {
  b: [0.0180989330075144, 0, -0.0542967990225433, 0, 0.0542967990225433, 0, -0.0180989330075144],
  a: [
    1, -4.049133473303481, 7.333968416898271, -7.604997716929629, 4.771988881571717, -1.7158247906650477,
    0.2780599176345464,
  ],
};

describe('published coefficients', () => {
  it("low-pass of 2nd order at 0.2 of Nyquist: Winter's 6 Hz at 60 Hz, scipy's butter(2, 0.2)", () => {
    const { b, a } = polynomials(lowPass(2, 6, 60));
    expectClose(b, [0.0674552738890719, 0.1349105477781438, 0.0674552738890719]);
    expectClose(a, [1, -1.1429805025399011, 0.4128015980961886]);
    // Winter, Biomechanics and Motor Control of Human Movement, ch. 2: one pass of 2nd order at 60 frames/s, printed as
    // a0 = 0.06746, b1 = 1.14298, b2 = -0.41280.
    expectClose(b, [0.06746, 0.13491, 0.06746], 6e-6);
    expectClose(a, [1, -1.14298, 0.4128], 6e-6);
  });
  it('low-pass of 2nd order, 6 Hz at 100 Hz and 40 Hz at 1000 Hz', () => {
    expectClose(polynomials(lowPass(2, 6, 100)).b, LOW_6_AT_100.b);
    expectClose(polynomials(lowPass(2, 6, 100)).a, LOW_6_AT_100.a);
    expectClose(polynomials(lowPass(2, 40, 1000)).b, LOW_40_AT_1000.b);
    expectClose(polynomials(lowPass(2, 40, 1000)).a, LOW_40_AT_1000.a);
  });
  it('high-pass of odd order', () => {
    const { b, a } = polynomials(highPass(3, 125, 1000));
    expectClose(b, HIGH_3.b);
    expectClose(a, HIGH_3.a);
  });
  it('band-pass 20-450 Hz at 1000 Hz, whose poles are partly real', () => {
    const { b, a } = polynomials(bandPass(2, 20, 450, 1000));
    expectClose(b, EMG_BAND.b);
    expectClose(a, EMG_BAND.a);
  });
  it('narrow band-pass of odd order', () => {
    const { b, a } = polynomials(bandPass(3, 50, 150, 1000));
    expectClose(b, BAND_3.b);
    expectClose(a, BAND_3.a);
  });
});

describe('against another library (fili)', () => {
  const fili = new Fili.CalcCascades();
  it.each([
    [2, 40, 1000],
    [4, 6, 100],
    [6, 20, 480],
  ])('low-pass and high-pass of order %i, %i Hz at %i Hz', (order, cutoff, rate) => {
    for (const [mine, name] of [
      [lowPass(order, cutoff, rate), 'lowpass'],
      [highPass(order, cutoff, rate), 'highpass'],
    ] as const) {
      const theirs = fili[name]({
        order: order / 2,
        characteristic: 'butterworth',
        Fs: rate,
        Fc: cutoff,
        preGain: false,
      });
      // Same denominators, whatever the order of the sections and the place of the gain.
      const sort = (xs: number[][]): number[][] => xs.sort((x, y) => x[0] - y[0]);
      const wanted = sort(theirs.map((s) => s.a));
      const got = sort(mine.map((s) => [s.a1, s.a2]));
      got.forEach((pair, i) => expectClose(pair, wanted[i], 1e-9));
    }
  });
});

const order = fc.integer({ min: 1, max: 8 });
const rate = fc.double({ min: 50, max: 5000, noNaN: true });
const share = fc.double({ min: 0.02, max: 0.46, noNaN: true });
const half = Math.SQRT1_2;

describe('frequency response', () => {
  it('is -3 dB at the edges, 1 in the middle of the pass band, 0 where it must be, and monotonic', () => {
    fc.assert(
      fc.property(order, rate, share, (n, fs, f) => {
        const low = lowPass(n, f * fs, fs);
        expect(gainAt(low, f * fs, fs)).toBeCloseTo(half, 8);
        expect(gainAt(low, 0, fs)).toBeCloseTo(1, 9);
        expect(gainAt(low, fs / 2, fs)).toBeLessThan(1e-6);
        const high = highPass(n, f * fs, fs);
        expect(gainAt(high, f * fs, fs)).toBeCloseTo(half, 8);
        expect(gainAt(high, fs / 2, fs)).toBeCloseTo(1, 9);
        expect(gainAt(high, 0, fs)).toBeLessThan(1e-6);
        const response = [0.01, 0.1, 0.2, 0.3, 0.4, 0.49].map((x) => gainAt(low, x * fs, fs));
        response.slice(1).forEach((g, i) => expect(g).toBeLessThanOrEqual(response[i] + 1e-9));
      }),
    );
  });
  it('of a band-pass is -3 dB at both edges', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), rate, share, share, (n, fs, f, g) => {
        fc.pre(Math.abs(f - g) > 0.02);
        const [lo, hi] = [Math.min(f, g) * fs, Math.max(f, g) * fs];
        const band = bandPass(n, lo, hi, fs);
        expect(gainAt(band, lo, fs)).toBeCloseTo(half, 6);
        expect(gainAt(band, hi, fs)).toBeCloseTo(half, 6);
      }),
    );
  });
  it('is what a sine in fact gets', () => {
    const cascade = lowPass(2, 40, 1000);
    const filter = new BiquadCascade(cascade);
    let peak = 0;
    for (let i = 0; i < 2000; i += 1) {
      const y = filter.process(Math.sin((2 * Math.PI * 40 * i) / 1000));
      if (i > 1000) peak = Math.max(peak, Math.abs(y));
    }
    expect(peak).toBeCloseTo(half, 2);
  });
  it('rejects edges that do not exist', () => {
    for (const bad of [0, 50, 60, -1, NaN]) expect(() => lowPass(2, bad, 100)).toThrow(RangeError);
    expect(() => bandPass(2, 30, 20, 100)).toThrow(RangeError);
    expect(() => lowPass(1.5, 10, 100)).toThrow(RangeError);
  });
});

describe('steady state', () => {
  it('reset(x0) then x0 for ever gives the DC gain times x0 from the first sample on', () => {
    const value = fc.double({ min: -200, max: 200, noNaN: true });
    fc.assert(
      fc.property(order, rate, share, value, (n, fs, f, x0) => {
        const low = new BiquadCascade(lowPass(n, f * fs, fs));
        const high = new BiquadCascade(highPass(n, f * fs, fs));
        low.process(1e3);
        high.process(-1e3);
        low.reset(x0);
        high.reset(x0);
        for (let i = 0; i < 50; i += 1) {
          expect(Math.abs(low.process(x0) - x0)).toBeLessThan(1e-6);
          expect(Math.abs(high.process(x0))).toBeLessThan(1e-6);
        }
      }),
    );
  });
});
