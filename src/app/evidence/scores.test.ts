import { expect, it } from 'vitest';
import { curveOf, rowsOf } from './scores';

const row = (forecaster: string, group: string, nmae: number[], coverage: number[] | null = null) => ({
  forecaster,
  group,
  people: 3,
  nmae,
  rmse: nmae.map((v) => v / 2),
  coverage,
});

const scores = {
  protocol: 'folds' as const,
  part: 'all' as const,
  horizonsMs: [10, 100],
  joint: 'knee_angle_ipsi',
  folds: [],
  rows: [
    row('persistence', 'all', [2, 12]),
    row('line', 'all', [0.4, 30]),
    row('knee', 'all', [0.5, 3], [0.91, 0.88]),
    row('ridge', 'all', [0.5, 6]),
    row('knee', 'worst', [0.9, 5], [0.86, 0.8]),
  ],
};

it('puts the model first and marks the best of each horizon, whoever it is', () => {
  const rows = rowsOf('knee', scores, 'all', 'nmae');
  expect(rows.map((r) => r.forecaster)).toEqual(['knee', 'persistence', 'line', 'ridge']);
  expect(rows.map((r) => r.best)).toEqual([
    [false, true],
    [false, false],
    [true, false],
    [false, false],
  ]);
});

it('tells coverage of those alone that give an interval, in percent, and calls none of them best', () => {
  expect(rowsOf('knee', scores, 'worst', 'coverage')).toEqual([
    { forecaster: 'knee', values: [86, 80], best: [false, false] },
  ]);
});

it('draws the model as the forecast, the others as baselines, without the line that would flatten them', () => {
  const { series } = curveOf('knee', scores, 'all', 'rmse');
  expect(series.map((s) => [s.name, s.kind])).toEqual([
    ['knee', 'forecast'],
    ['persistence', 'baseline'],
    ['ridge', 'baseline'],
  ]);
  expect(series[0].points).toEqual([
    [10, 0.25],
    [100, 1.5],
  ]);
});
