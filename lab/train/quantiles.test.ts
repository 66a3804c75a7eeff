import { expect, it } from 'vitest';
import { ResidualQuantiles } from './quantiles';

it('gives the quantile by step, every person counting the same', () => {
  const q = new ResidualQuantiles(2);
  for (let i = 0; i < 10_000; i++) q.add('long', 1, i / 10_000);
  for (let i = 0; i < 250; i++) q.add('short', 1, 1 + i / 250);
  q.add('long', 2, 3);
  q.add('long', 2, Number.NaN);
  const [first, second] = q.at(0.9);
  // Of 0 to 1 and 1 to 2 in equal parts.
  expect(first).toBeCloseTo(1.8, 1);
  expect(second).toBe(3);
  expect(new Set(q.at(0.9, ['nobody']))).toEqual(new Set(q.at(0.9)));
});

it('leaves out whoever is to be judged', () => {
  const q = new ResidualQuantiles(1);
  for (let i = 0; i < 100; i++) {
    q.add('judged', 1, 9);
    q.add('other', 1, 1);
  }
  expect(q.at(0.9, ['judged'])).toEqual([1]);
});

it('does not make up a quantile', () => {
  expect(() => new ResidualQuantiles(1).at(0.9)).toThrow(RangeError);
});
