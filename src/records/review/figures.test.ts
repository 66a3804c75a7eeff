import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIGURE_KINDS, type Figure, readFigures, storedFigures } from './figures';

const figure: fc.Arbitrary<Figure> = fc.record({
  kind: fc.constantFrom(...FIGURE_KINDS),
  of: fc.constantFrom('', 'knee', 'knee_angle_r', 'range_knee'),
  side: fc.constantFrom('r', 'l', null),
  value: fc.double({ noNaN: true, noDefaultInfinity: true }),
});

test('figures come back out of a row as they went in, whatever stands beside them', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(figure, { selector: ({ kind, of, side }) => `${kind} ${of} ${side}` }),
      (figures) => {
        const summary = { cadence: 90, 'mae_100ms.knee_angle_r.knee': 2, ...storedFigures(figures) };
        expect(readFigures(summary)).toEqual(figures);
      },
    ),
  );
});

test('figures of another version, and of a session that was never read, are none', () => {
  const stored = storedFigures([{ kind: 'cadence', of: '', side: 'r', value: 90 }]);
  expect(readFigures({ ...stored, 'review.version': 2 })).toBeNull();
  expect(readFigures({ cadence: 90 })).toBeNull();
});
