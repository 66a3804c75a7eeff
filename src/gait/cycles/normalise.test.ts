import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from './normalise';

describe('time normalisation', () => {
  it('puts a straight line on 101 even points, wherever the cycle begins and ends', () => {
    const at = fc.double({ min: 0, max: 50, noNaN: true });
    fc.assert(
      fc.property(at, fc.double({ min: 30, max: 300, noNaN: true }), (start, length) => {
        const curve = normalise((t) => 3 * t - 7, start, start + length);
        expect(curve).toHaveLength(101);
        curve.forEach((y, i) =>
          expect(Math.abs(y - (3 * (start + (length * i) / 100) - 7))).toBeLessThan(1e-3),
        );
      }),
    );
  });
  it('bridges five missing values and no more', () => {
    const holed = (n: number) => normalise((t) => (t >= 40 && t < 40 + n ? NaN : t), 0, 100);
    expect(holed(5)[42]).toBeCloseTo(42, 4);
    expect(holed(6)[42]).toBeNaN();
    expect(holed(6)[39]).toBe(39);
    expect(holed(6)[46]).toBe(46);
  });
});
