import { describe, expect, it } from 'vitest';
import { SessionScores } from './session-scores';

const score = (forecaster: string, n: number, mae: number) => ({ joint: 'knee_angle_r', forecaster, n, mae });

describe('scores of a whole session', () => {
  it('go on where a scoreboard begins anew with a personal model', () => {
    const scores = new SessionScores();
    scores.take([score('knee', 100, 3), score('persistence', 100, 10)], 'knee');
    scores.take([score('knee', 300, 4), score('persistence', 300, 12)], 'knee');
    const all = scores.take(
      [score('knee', 100, 2), score('personal', 100, 1), score('persistence', 100, 8)],
      'knee',
    );
    expect(all['knee_angle_r.shown']).toBeCloseTo((300 * 4 + 100 * 1) / 400, 12);
    expect(all['knee_angle_r.knee']).toBeCloseTo((300 * 4 + 100 * 2) / 400, 12);
    expect(all['knee_angle_r.personal']).toBe(1);
    expect(all['knee_angle_r.persistence']).toBeCloseTo((300 * 12 + 100 * 8) / 400, 12);
  });

  it('keep what there was while nothing is forecast', () => {
    const scores = new SessionScores();
    scores.take([score('knee', 10, 3)], 'knee');
    expect(scores.take([], null)).toEqual({ 'knee_angle_r.knee': 3, 'knee_angle_r.shown': 3 });
    expect(scores.take([score('knee', 0, Number.NaN)], 'knee')['knee_angle_r.shown']).toBe(3);
  });

  it('are not there before the first forecast was judged', () => {
    expect(new SessionScores().take([score('knee', 0, Number.NaN)], 'knee')).toEqual({});
  });
});
