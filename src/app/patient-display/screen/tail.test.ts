import { expect, test } from 'vitest';
import { Tail } from './tail';

test('a tail follows within a step, is not long, and begins anew with the next', () => {
  const tail = new Tail();
  for (let i = 0; i < 100; i += 1) tail.add(i / 100, i);
  expect(tail.all.at(-1)).toEqual({ phase: 0.99, angle: 99 });
  expect(tail.all[0].phase).toBeGreaterThan(0.6);
  tail.add(0.01, 3);
  expect(tail.all).toEqual([{ phase: 0.01, angle: 3 }]);
  tail.add(0.02, Number.NaN);
  expect(tail.all).toEqual([]);
  tail.add(0.03, 4);
  tail.add(null, 4);
  expect(tail.all).toEqual([]);
});
