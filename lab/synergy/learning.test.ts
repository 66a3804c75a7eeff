import { describe, expect, it } from 'vitest';
import { judgeBaselines } from './baselines';
import { focusedInputs, HORIZONS, wholeInputs } from './design';
import { studyRecording } from './recordings';
import { splitOf } from './splits';
import { overPeople } from './summary';
import { madeUpTrial } from './testing/walk';
import { trainJob } from './train-job';

const recordings = ['06', '02', '10', '05'].flatMap((p, i) =>
  [1, 2].map((n) => studyRecording(madeUpTrial(p, n + 2 * i), 'causal')),
);
const { groups, test } = splitOf(recordings, 'people_out', 0);

describe('learning in the study', () => {
  const inputs = wholeInputs('right_leg');
  const baselines = judgeBaselines(inputs, groups, test);
  const rmse = (name: 'persistence' | 'line' | 'ridge') => overPeople(baselines[name]).rmse;

  it('a ridge forecasts made-up walks of another person nearly exactly, far better than the others', () => {
    HORIZONS.forEach((_, h) => {
      expect(rmse('ridge')[0][h]).toBeLessThan(0.3);
      expect(rmse('line')[0][h]).toBeGreaterThan(5 * rmse('ridge')[0][h]);
      expect(rmse('persistence')[0][h]).toBeGreaterThan(5 * rmse('ridge')[0][h]);
    });
  });

  it('a network learns, tests the same windows, and the same seed gives the same figures', async () => {
    const job = { network: 'cnn', inputs, form: 'change', seed: 3, training: groups.flat(), test } as const;
    const [one, again] = [await trainJob(job), await trainJob(job)];
    expect(again.trials).toEqual(one.trials);
    const errors = overPeople(one.trials);
    expect(errors.windows).toBe(overPeople(baselines.ridge).windows);
    expect(errors.rmse[0][0]).toBeLessThan(0.5 * rmse('persistence')[0][0]);
    expect(one.curve.at(-1)![2]).toBeLessThan(0.3 * one.curve[0][2]);
  }, 60_000);

  it('attention on one joint keeps the mean weight of the other channels at 1', () => {
    const { channels, gains } = focusedInputs('ipsilateral_hip', 'gain');
    const others = channels
      .map((name, i) => ({ name, gain: gains[i] }))
      .filter((c) => c.name !== 'knee_angle_r');
    expect(others.reduce((sum, c) => sum + c.gain, 0) / others.length).toBeCloseTo(1, 9);
    const hip = others.filter((c) => /^hip_.*_r$/.test(c.name));
    expect(hip.reduce((sum, c) => sum + c.gain, 0) / others.length).toBeCloseTo(0.5, 9);
    expect(gains[channels.indexOf('knee_angle_r')]).toBe(1);
    expect(focusedInputs('opposite_knee', 'alone').channels).toEqual(['knee_angle_r', 'knee_angle_l']);
  });
});
