import { expect, test } from 'vitest';
import type { PersonalModelRecord } from '../../records/shapes/personal-model';
import { compared, parentOf, scoreAt } from './lineage';

const model = (id: string, over: Partial<PersonalModelRecord> = {}): PersonalModelRecord =>
  ({
    id,
    patientId: 'p',
    modelId: 'knee',
    parentId: null,
    createdAt: `2026-01-0${id}T10:00:00.000Z`,
    rows: [],
    ...over,
  }) as unknown as PersonalModelRecord;
const row = (joint: string, ms: number, before: number, after: number) =>
  ({ joint, ms, before, after }) as PersonalModelRecord['rows'][number];

test('a model was made over the base model, over another that is here, or over one that is gone', () => {
  const all = [model('1'), model('2', { parentId: '1' }), model('3', { parentId: 'x' })];
  expect(all.map((m) => parentOf(m, all))).toEqual([
    { kind: 'base' },
    { kind: 'personal', n: 1 },
    { kind: 'gone' },
  ]);
});

test('numbers count the models of one patient over one base model, by time', () => {
  const all = [
    model('4', { parentId: '3' }),
    model('3'),
    model('2', { patientId: 'q' }),
    model('1', { modelId: 'legs' }),
  ];
  expect(parentOf(all[0], all)).toEqual({ kind: 'personal', n: 1 });
});

test('two models stand side by side at every horizon that either was judged at', () => {
  const a = model('1', { rows: [row('knee_angle_r', 100, 3, 2), row('knee_angle_r', 10, 0.3, 0.2)] });
  const b = model('2', { rows: [row('knee_angle_r', 100, 4, 3)] });
  expect(compared([a, b]).map(({ ms, scores }) => [ms, ...scores.map((s) => s?.after ?? null)])).toEqual([
    [10, 0.2, null],
    [100, 2, 3],
  ]);
  expect(scoreAt(b, 100)).toMatchObject({ before: 4, after: 3 });
  expect(scoreAt(b, 10)).toBeNull();
});
