import { expect, it } from 'vitest';
import { studySchema } from '../../src/forecast/evidence/study';
import type { PersonErrors } from './judge-person';
import { earnedTable, errorTable, findingsOf, strideCurve, worseTable } from './report';

const flat = (v: number): number[] => [v, v, v, v, v];
const person = (
  id: string,
  group: string,
  zeroShot: number,
  always: readonly (number | null)[],
  gated = always,
): PersonErrors => ({
  person: id,
  group,
  windows: 10,
  zeroShot: flat(zeroShot),
  adapted: [1, 2, 3, 5].map((strides, i) => ({
    strides,
    always: always[i] === null ? null : flat(always[i]),
    gated: strides === 1 || gated[i] === null ? null : flat(gated[i]),
  })),
  baselines: { ridge: flat(9) },
});

const model = (id: string, by: number) => ({
  model: id,
  people: [
    person('uci:1A', 'abnormal', 4 * by, [5 * by, 3 * by, 2 * by, 2 * by], [0, 4 * by, 2 * by, 2 * by]),
    person('uci:2N', 'normal', 2 * by, [2 * by, 2 * by, 3 * by, null]),
  ],
});
const models = [model('knee-emg-only', 2), model('knee-emg', 1.1), model('knee', 1)];

const simulated = [model('knee-emg-fitted', 1), model('knee-force', 0.5)];

const rowOf = (table: { rows: readonly (readonly (string | number | null)[])[] }, ...start: unknown[]) =>
  table.rows.find((row) => start.every((v, i) => row[i] === v));

it('tells errors by group, strides and worst person, with windows and people', () => {
  const table = errorTable(models[2]);
  expect(rowOf(table, 0, 'zero_shot', 'all')).toEqual([0, 'zero_shot', 'all', 2, 20, ...flat(3)]);
  expect(rowOf(table, 0, 'zero_shot', 'worst')?.slice(5)).toEqual(flat(4));
  expect(rowOf(table, 2, 'gated', 'abnormal')).toEqual([2, 'gated', 'abnormal', 1, 10, ...flat(4)]);
  // Only one of them walked five strides.
  expect(rowOf(table, 5, 'always', 'all')?.slice(3)).toEqual([1, 10, ...flat(2)]);
  expect(rowOf(table, 1, 'gated')).toBeUndefined();
});

it('sets every model beside the one without EMG, over the same people', () => {
  const table = earnedTable(models, 'knee');
  expect(rowOf(table, 'knee-emg', 0, 'zero_shot')).toEqual(['knee-emg', 0, 'zero_shot', 2, ...flat(10)]);
  expect(rowOf(table, 'knee-emg-only', 5, 'always')).toEqual(['knee-emg-only', 5, 'always', 1, ...flat(100)]);
  expect(rowOf(table, 'knee')).toBeUndefined();
});

it('counts those made worse', () => {
  const table = worseTable(models);
  expect(rowOf(table, 'knee', 1, 'always')).toEqual(['knee', 1, 'always', 2, ...flat(50)]);
  expect(rowOf(table, 'knee', 3, 'always')?.slice(4)).toEqual(flat(50));
  expect(rowOf(table, 'knee', 2, 'gated')?.slice(4)).toEqual(flat(0));
});

it('draws the curve of those who have every number of strides', () => {
  const curve = strideCurve(models, 100);
  expect(curve.series[2].points).toEqual([
    [0, 4],
    [1, 5],
    [2, 3],
    [3, 2],
    [5, 2],
  ]);
});

it('makes a study that the screen can read', () => {
  const study = {
    version: 1,
    id: 'transfer',
    title: { code: 'transfer_title', text: 't' },
    findings: findingsOf(models, simulated),
    command: 'c',
    seed: 1,
    generated: '2026-11-21',
    tables: [earnedTable(models, 'knee'), ...models.map((m) => errorTable(m)), worseTable(models)],
    curves: [strideCurve(models, 500)],
  };
  expect(studySchema.safeParse(study).success).toBe(true);
  const [emg, , force] = findingsOf(models, simulated);
  expect(emg.text).toContain('3.30 % with and 3.00 % without');
  expect(force.text).toContain('from 3.00 to 1.50 %');
});
