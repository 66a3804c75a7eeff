import { describe, expect, it } from 'vitest';
import { glanceOf } from './glance';

const legs = (r: number | null, l: number | null) => {
  const leg = (knee: number | null) =>
    knee === null ? null : { strides: 3, range: Number.isNaN(knee) ? {} : { knee }, stance: null };
  return { r: leg(r), l: leg(l) };
};
const NONE = { rangeDeg: null, symmetryPercent: null };

describe('range and symmetry at a glance', () => {
  it('set the legs beside each other', () => {
    const { range, symmetry } = glanceOf(legs(44, 56), 'r', NONE);
    expect(range).toEqual({ r: 44, l: 56 });
    // 100 x (44 - 56) / 50
    expect(symmetry).toBeCloseTo(-24);
  });

  it('say what is missing to a goal, of the affected leg', () => {
    const goals = { rangeDeg: 50, symmetryPercent: 10 };
    expect(glanceOf(legs(44, 56), 'r', goals)).toMatchObject({ rangeToGo: 6 });
    expect(glanceOf(legs(44, 56), 'l', goals)).toMatchObject({ rangeToGo: -6 });
    expect(glanceOf(legs(44, 56), 'r', goals).symmetryToGo).toBeCloseTo(14);
    expect(glanceOf(legs(50, 50), 'r', goals)).toMatchObject({ rangeToGo: 0, symmetryToGo: -10 });
  });

  it.each([
    [null, 56],
    [NaN, 56],
  ])('say nothing of a leg that is not known (%s)', (r, l) => {
    const seen = glanceOf(legs(r, l), 'r', { rangeDeg: 50, symmetryPercent: 10 });
    expect(seen).toEqual({ range: { r: null, l }, symmetry: null, rangeToGo: null, symmetryToGo: null });
  });
});
