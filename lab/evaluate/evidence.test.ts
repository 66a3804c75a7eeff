import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ModelLibrary } from '../../src/forecast/model-library';
import type { CardScores } from '../../src/forecast/model-card';
import { cardOf } from '../../src/forecast/testing/card';
import { evidenceOf } from './evidence';

const cardsIn = async (dir: string) => (await ModelLibrary.open((path) => readFile(join(dir, path)))).cards;

it('puts every row of a card into the tables', () => {
  const scores: CardScores = {
    protocol: 'folds',
    part: 'all',
    horizonsMs: [10, 100],
    joint: 'knee_angle_ipsi',
    folds: [['uci:1A'], ['uci:2A']],
    rows: [
      {
        forecaster: 'tiny',
        group: 'all',
        people: 2,
        nmae: [0.5, 3.25],
        rmse: [0.3, 2],
        coverage: [0.9, 0.885],
      },
      { forecaster: 'line', group: 'all', people: 2, nmae: [0.6, 9], rmse: [0.4, 7], coverage: null },
    ],
  };
  const text = evidenceOf([cardOf({ scores: [scores] })], []);
  expect(text).toContain('2 folds of people');
  expect(text).toContain('| tiny, all | 2 | 0.50 | 3.25 |');
  expect(text).toContain('| line, all | 2 | 0.40 | 7.00 |');
  expect(text).toContain('| tiny, all | 90.0 | 88.5 |');
  expect(text).not.toContain('| line, all | 90');
});

it('docs/evidence.md holds the figures of the models that ship', async () => {
  const shipped = await cardsIn(join('public', 'models'));
  const leaveOut = await cardsIn(join('e2e', 'fixtures', 'models'));
  const doc = await readFile(join('docs', 'evidence.md'), 'utf8');
  expect(doc).toContain(evidenceOf(shipped, leaveOut));
});
