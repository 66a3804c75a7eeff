import { expect, test } from 'vitest';
import { listScore } from './list-score';

const row = { affectedSide: 'l' as const, modelIds: ['knee'] };

test('the affected knee stands for the session, beside the best baseline of the same joint', () => {
  const summary = {
    cadence: 90,
    'mae_100ms.knee_angle_r.knee': 1,
    'mae_100ms.knee_angle_l.knee': 3,
    'mae_100ms.knee_angle_l.line': 4,
    'mae_100ms.knee_angle_l.persistence': 9,
    'mae_100ms.knee_angle_r.ridge': 0.5,
  };
  expect(listScore({ ...row, summary })).toEqual({
    joint: 'knee_angle_l',
    mae: 3,
    baseline: { id: 'line', mae: 4 },
  });
});

test('a personal model that ran is what was shown', () => {
  const summary = { 'mae_100ms.knee_angle_l.knee': 3, 'mae_100ms.knee_angle_l.personal': 2 };
  expect(listScore({ ...row, summary })).toMatchObject({ mae: 2, baseline: null });
});

test('baselines alone are no score, and neither is a figure that is not known', () => {
  expect(listScore({ ...row, summary: { 'mae_100ms.knee_angle_l.line': 3 } })).toBeNull();
  expect(listScore({ ...row, summary: { 'mae_100ms.knee_angle_l.knee': null } })).toBeNull();
});
