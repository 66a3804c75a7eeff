import { expect, test } from 'vitest';
import { readVersioned } from './versioned';

const migrations = {
  1: ({ side, ...rest }: Record<string, unknown>) => ({ ...rest, affectedSide: side }),
  2: (old: Record<string, unknown>) => ({ ...old, horizons: [old['horizon']] }),
};

test('an old shape is brought up through every step', () => {
  expect(readVersioned('{"version":1,"side":"l","horizon":50}', 3, migrations)).toEqual({
    version: 3,
    affectedSide: 'l',
    horizon: 50,
    horizons: [50],
  });
  expect(readVersioned('{"version":3,"side":"kept"}', 3, migrations)).toEqual({ version: 3, side: 'kept' });
});

test.each([
  ['no text', null],
  ['no JSON', '{'],
  ['no object', '[1]'],
  ['no version', '{"side":"l"}'],
  ['a newer version', '{"version":4}'],
  ['a version without a path', '{"version":0}'],
  ['a broken version', '{"version":1.5}'],
])('%s is not used', (_name, text) => {
  expect(readVersioned(text, 3, migrations)).toBeNull();
});
