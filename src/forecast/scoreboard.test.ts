import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mae, range, rmse } from '../gait/metrics';
import { Rng } from '../gait/rng';
import { Scoreboard } from './scoreboard';

const STEPS = 5;
const FORECASTERS = [
  { id: 'net', kind: 'network', interval: true },
  { id: 'persistence', kind: 'baseline', interval: false },
] as const;

describe('Scoreboard', () => {
  it('gives what metrics give on the collected pairs, whichever comes first', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 30 }), (seed, late) => {
        const rng = new Rng(seed);
        const n = 300;
        const truth = Float32Array.from({ length: n }, () =>
          rng.uniform() < 0.05 ? Number.NaN : rng.normal(30, 20),
        );
        const means = FORECASTERS.map(() =>
          Array.from({ length: n }, () => Float32Array.from({ length: STEPS }, () => rng.normal(30, 10))),
        );
        // Some ticks lack one of the two: they must not count for the other either.
        const skipped = Array.from({ length: n }, () => rng.uniform() < 0.1);
        const board = new Scoreboard(FORECASTERS, ['knee_angle_r'], STEPS, 100);
        for (let t = 0; t < n + late; t++) {
          if (t < n) {
            board.forecast(1, t, means[1][t]);
            board.truth(t, truth.subarray(t, t + 1));
          }
          const k = t - late;
          if (k >= 0 && k < n && !skipped[k])
            board.forecast(0, k, means[0][k], means[0][k].map(less), means[0][k].map(more));
        }
        for (const f of [0, 1])
          for (let h = 1; h <= STEPS; h++) {
            const truths: number[] = [];
            const forecasts: number[] = [];
            for (let k = 0; k + h < n; k++) {
              if (skipped[k] || Number.isNaN(truth[k + h])) continue;
              truths.push(truth[k + h]);
              forecasts.push(means[f][k][h - 1]);
            }
            const score = board.score(f, 0, h, 'total');
            expect(score.n).toBe(truths.length);
            expect(score.rmse).toBeCloseTo(rmse(truths, forecasts), 8);
            expect(score.mae).toBeCloseTo(mae(truths, forecasts), 8);
            expect(score.nmae).toBeCloseTo((100 * mae(truths, forecasts)) / range(truth), 6);
            if (f === 0) {
              const inside = truths.filter((v, i) => Math.abs(v - forecasts[i]) <= 5).length;
              expect(score.coverage).toBeCloseTo(inside / truths.length, 2);
              expect(score.width).toBeCloseTo(10, 4);
            } else {
              expect(score.coverage).toBeNull();
              expect(score.skill).toBe(0);
            }
          }
        expect(board.ticksScored).toBe(skipped.filter((s) => !s).length);
      }),
      { numRuns: 30 },
    );
  });

  it('forgets what is older than 10 s in the recent score, and only there', () => {
    const board = new Scoreboard(FORECASTERS, ['knee_angle_r'], STEPS, 100);
    const feed = (from: number, to: number, error: number) => {
      for (let t = from; t < to; t++) {
        board.truth(t, Float32Array.from([0]));
        const mean = new Float32Array(STEPS).fill(error);
        board.forecast(0, t, mean, mean, mean);
        board.forecast(1, t, new Float32Array(STEPS).fill(2));
      }
    };
    feed(0, 2000, 8);
    feed(2000, 3005, 1);
    expect(board.score(0, 0, 1, 'recent').mae).toBeCloseTo(1, 6);
    expect(board.score(0, 0, 1, 'recent').skill).toBeCloseTo(0.5, 6);
    expect(board.score(0, 0, 1, 'recent').n).toBeGreaterThanOrEqual(950);
    expect(board.score(0, 0, 1, 'recent').n).toBeLessThanOrEqual(1000);
    expect(board.score(0, 0, 1, 'total').mae).toBeCloseTo((2000 * 8 + 1004) / 3004, 6);
  });

  it('empties the recent score over a long hole', () => {
    const board = new Scoreboard(FORECASTERS, ['knee_angle_r'], STEPS, 100);
    const zero = new Float32Array(STEPS);
    for (const t of [0, 1, 2, 5000]) {
      board.truth(t, zero);
      board.forecast(0, t, zero, zero, zero);
      board.forecast(1, t, zero);
    }
    expect(board.score(0, 0, 1, 'recent').n).toBe(0);
    expect(board.score(0, 0, 1, 'total').n).toBe(2);
  });

  it('keeps joints apart and shows only horizons that are forecast', () => {
    const board = new Scoreboard(FORECASTERS, ['knee_angle_r', 'hip_flexion_r'], STEPS, 100);
    const mean = Float32Array.from([
      ...new Array<number>(STEPS).fill(1),
      ...new Array<number>(STEPS).fill(3),
    ]);
    for (let t = 0; t < 50; t++) {
      board.truth(t, Float32Array.from([0, 0]));
      board.forecast(0, t, mean, mean, mean);
      board.forecast(1, t, mean);
    }
    const table = board.table([10, 50, 100]);
    expect(table.horizonsMs).toEqual([10, 50]);
    expect(table.range[0].deg).toBe(20);
    const mae = Object.fromEntries(table.rows.map((r) => [`${r.forecaster} ${r.joint}`, r.total[1].mae]));
    expect(mae['net knee_angle_r']).toBe(1);
    expect(mae['net hip_flexion_r']).toBe(3);
  });
});

const less = (v: number) => v - 5;
const more = (v: number) => v + 5;
