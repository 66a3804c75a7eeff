import { describe, expect, it } from 'vitest';
import { historyOf } from '../testing/history';
import type { RidgeWeights } from './baselines-file';
import { createUntrainedBaselines } from './index';
import { Line } from './line';
import { Persistence } from './persistence';
import { Ridge } from './ridge';

const out = new Float32Array(3);

describe('Persistence', () => {
  it('repeats the newest measured value, or the conditioned one where that is missing', () => {
    const p = new Persistence(['knee_angle_r'], 3);
    p.forecast(historyOf({ knee_angle_r: [1, 2] }, 100, { knee_angle_r: [1, 5] }), out);
    expect(Array.from(out)).toEqual([5, 5, 5]);
    p.forecast(historyOf({ knee_angle_r: [1, 2] }, 100, { knee_angle_r: [1, Number.NaN] }), out);
    expect(Array.from(out)).toEqual([2, 2, 2]);
  });
});

describe('Line', () => {
  it('goes on as the last two points go', () => {
    new Line(['knee_angle_r'], 3).forecast(historyOf({ knee_angle_r: [9, 1, 3] }), out);
    expect(Array.from(out)).toEqual([5, 7, 9]);
  });

  it('is the least squares line through more points', () => {
    // Through 0, 3, 3: slope 1.5, mean 2 at the middle point.
    new Line(['knee_angle_r'], 3, 3).forecast(historyOf({ knee_angle_r: [7, 0, 3, 3] }), out);
    expect(Array.from(out)).toEqual([5, 6.5, 8]);
  });

  it('forecasts several joints side by side', () => {
    const both = new Float32Array(4);
    const [, line] = createUntrainedBaselines(['knee_angle_r', 'knee_angle_l'], 2);
    void line.forecast(historyOf({ knee_angle_r: [0, 1], knee_angle_l: [10, 8] }), both);
    expect(Array.from(both)).toEqual([2, 3, 6, 4]);
  });
});

describe('Ridge', () => {
  it('adds weighted past changes to the present', () => {
    const weights: RidgeWeights = {
      inputs: ['knee_angle_ipsi'],
      outputs: ['knee_angle_ipsi'],
      rate: 100,
      windowTicks: 3,
      steps: 2,
      lambda: 1,
      samples: 1,
      coefficients: [0, -1, 0.5, -2],
    };
    const ridge = new Ridge(weights, 'l');
    const two = new Float32Array(2);
    // Present 10; changes -4 (two ticks ago), -1 (one tick ago).
    ridge.forecast(historyOf({ knee_angle_l: [99, 6, 9, 10] }), two);
    expect(Array.from(two)).toEqual([11, 10]);
    expect(ridge.outputs).toEqual(['knee_angle_l']);
  });
});
