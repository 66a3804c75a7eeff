import { expect, test } from 'vitest';
import { HeldRange } from './y-range';

test('grows in steps, never shrinks, passes NaN over', () => {
  const range = new HeldRange(-10, 70, 10);
  expect(range.include([0, 69, NaN])).toBe(false);
  expect(range.include([71.5, -10.1])).toBe(true);
  expect([range.low, range.high]).toEqual([-20, 80]);
  expect(range.include([5, Number.POSITIVE_INFINITY])).toBe(false);
});
