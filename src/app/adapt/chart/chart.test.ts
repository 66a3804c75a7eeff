import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bandPath, linePath } from './path-data';
import { decimalsOf, extent, linearScale } from './scale';

const same = (v: number): number => v;

test('a line is broken where nothing is known', () => {
  expect(linePath([0, 1, 2, 3], [1, 2, Number.NaN, 4], same, same)).toBe('M0.0 1.0L1.0 2.0M3.0 4.0');
  expect(linePath([0], [Number.NaN], same, same)).toBe('');
});

test('a band is one closed shape, there on top and back below', () => {
  expect(bandPath([0, 1], [1, 2], [3, 4], same, same)).toBe('M0.0 3.0L1.0 4.0L1.0 2.0L0.0 1.0Z');
  expect(bandPath([0], [1], [2], same, same)).toBe('');
});

test('a rounded scale holds its data between its ends, on few even ticks', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -500, max: 500, noNaN: true }),
      fc.double({ min: 1e-3, max: 1000, noNaN: true }),
      (low, span) => {
        const scale = linearScale([low, low + span], [100, 0], { round: true });
        expect(scale.low).toBeLessThanOrEqual(low + 1e-9);
        expect(scale.high).toBeGreaterThanOrEqual(low + span - 1e-9 * span);
        expect(scale.at(scale.low)).toBeCloseTo(100);
        expect(scale.at(scale.high)).toBeCloseTo(0);
        expect(scale.ticks.length).toBeGreaterThanOrEqual(3);
        expect(scale.ticks.length).toBeLessThanOrEqual(8);
      },
    ),
  );
});

test('one value alone still has a scale', () => {
  const scale = linearScale([3, 3], [0, 10], { round: true });
  expect(scale.high).toBeGreaterThan(scale.low);
});

test('ticks are written as exactly as they are', () => {
  expect(decimalsOf([0, 10])).toBe(0);
  expect(decimalsOf([0, 0.1, 0.1 + 0.2])).toBe(1);
  expect(decimalsOf([0, 0.25, 0.5])).toBe(2);
});

test('the extent looks at what is known only', () => {
  expect(extent([[Number.NaN, 2], [5]])).toEqual([2, 5]);
  expect(extent([[Number.NaN]])).toBeNull();
});
