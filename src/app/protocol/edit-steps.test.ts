import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_PROTOCOL, protocolShape } from '../../records/shapes/protocol';
import { COUNTS, endBy, isCount, MOST_STEPS, moved } from './edit-steps';

const { steps } = DEFAULT_PROTOCOL;
const titles = (list: typeof steps) => list.map((s) => s.title);
const named = ['a', 'b', 'c', 'd'].map((title) => ({ ...steps[0], title }));

it('moves a step up, down, and nowhere beyond the ends', () => {
  expect(titles(moved(named, 2, 1))).toEqual(['a', 'c', 'b', 'd']);
  expect(titles(moved(named, 0, 1))).toEqual(['b', 'a', 'c', 'd']);
  expect(titles(moved(named, 0, -1))).toEqual(['a', 'b', 'c', 'd']);
  expect(titles(moved(named, 3, 4))).toEqual(['a', 'b', 'c', 'd']);
});

it('allows what can be stored, and nothing else', () => {
  const stored = (end: unknown, n = 1) =>
    protocolShape.schema.safeParse({
      version: 1,
      steps: Array.from({ length: n }, () => ({ ...steps[0], end })),
    }).success;
  for (const by of ['strides', 'seconds', 'hand'] as const) expect(stored(endBy(by))).toBe(true);
  fc.assert(
    fc.property(fc.constantFrom('strides', 'seconds'), fc.integer({ min: -10, max: 8000 }), (by, count) => {
      expect(isCount(by, count)).toBe(stored({ by, count }));
    }),
  );
  for (const by of ['strides', 'seconds'] as const)
    for (const edge of [COUNTS[by].least, COUNTS[by].most]) expect(stored({ by, count: edge })).toBe(true);
  expect(stored(endBy('hand'), MOST_STEPS)).toBe(true);
  expect(stored(endBy('hand'), MOST_STEPS + 1)).toBe(false);
  expect(isCount('strides', 2.5)).toBe(false);
});
