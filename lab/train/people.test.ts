import { describe, expect, it } from 'vitest';
import { dataDir } from '../data/dir';
import { foldsOf, type Person, peopleNamed, readPeople } from './people';

const someone = (id: string, group: string): Person => ({ id, group, files: [], fine: [], judged: [] });
const eight = ['1A', '2A', '3A', '4A', '1N', '2N', '3N', '4N'].map((n) =>
  someone(`uci:${n}`, n.endsWith('A') ? 'abnormal' : 'normal'),
);

describe('foldsOf', () => {
  it('puts everyone into one fold, with the groups spread evenly', () => {
    const folds = foldsOf(eight, 4);
    expect(
      folds
        .flat()
        .map((p) => p.id)
        .sort(),
    ).toEqual(eight.map((p) => p.id).sort());
    for (const fold of folds) expect(fold.map((p) => p.group).sort()).toEqual(['abnormal', 'normal']);
  });

  it('gives none where none are asked for', () => {
    expect(foldsOf(eight, 0)).toEqual([]);
  });
});

describe('peopleNamed', () => {
  it('finds people by their short or full name and refuses others', () => {
    expect(peopleNamed('3A,uci:1N', eight).map((p) => p.id)).toEqual(['uci:3A', 'uci:1N']);
    expect(peopleNamed('', eight)).toEqual([]);
    expect(() => peopleNamed('9Z', eight)).toThrow('9Z');
  });
});

const data = dataDir();
if (data === null) console.warn('people.test.ts: no data directory, reading of real people is not tested');

describe.skipIf(data === null)('readPeople', () => {
  it('gives every man his walking at both rates, causally filtered', () => {
    const people = readPeople(100);
    expect(people.length).toBeGreaterThanOrEqual(16);
    for (const { id, fine, judged } of people) {
      expect(id).toMatch(/^uci:\d+[AN]$/);
      expect(Math.abs(fine[0].input.length - 10 * judged[0].input.length)).toBeLessThanOrEqual(10);
      // The same filter at the native rate, whichever rows are taken.
      for (const tick of [0, 57, 300]) {
        expect(judged[0].input[tick]).toBe(fine[0].input[10 * tick]);
        expect(judged[0].measured[tick]).toBe(fine[0].measured[10 * tick]);
      }
    }
  });
});
