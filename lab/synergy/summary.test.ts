import { describe, expect, it } from 'vitest';
import { CLAIMS, judgeClaim } from './claims';
import type { TrialErrors } from './errors';
import type { Row } from './rows';
import { overPeople, overSeeds } from './summary';

const trial = (person: string, n: number, squared: number): TrialErrors => ({
  person,
  trial: person,
  clippedKnee: false,
  n,
  squared: [[squared, 0, 0]],
  absolute: [[n, 0, 0]],
});

describe('summary over people and seeds', () => {
  it('pools the trials of a person, then weighs people alike', () => {
    const { rmse, mae, people, windows } = overPeople([
      trial('a', 10, 40),
      trial('a', 30, 120),
      trial('b', 1, 16),
    ]);
    // a: sqrt(160 / 40) = 2; b: 4.
    expect(rmse[0][0]).toBeCloseTo(3, 9);
    expect(mae[0][0]).toBeCloseTo(1, 9);
    expect([people, windows]).toEqual([2, 41]);
  });

  it('leaves out trials without a test window', () => {
    expect(overPeople([trial('a', 10, 40), trial('b', 0, 0)]).people).toBe(1);
  });

  it('gives mean and sample SD over seeds', () => {
    const { mean, sd } = overSeeds([[[1]], [[2]], [[3]]]);
    expect(mean[0][0]).toBe(2);
    expect(sd[0][0]).toBe(1);
  });
});

describe('claims of the paper', () => {
  const row = (rmse: number, sd: number): Row => ({
    seeds: 4,
    people: 1,
    windows: 1,
    trainingWindows: 1,
    rmse: [[rmse]],
    rmseSd: [[sd]],
    mae: [[rmse]],
    curve: [],
  });
  const [lstm] = CLAIMS;

  it('counts what is clearly so, clearly not, and within the spread', () => {
    const of = {
      right_leg: [row(1, 0.1), row(2, 0.1)],
      both_legs: [row(2, 0.1), row(1, 0.1)],
      legs_arms: [row(1, 0.1), row(1.05, 0.1)],
    };
    const verdict = judgeClaim(
      lstm,
      ({ network, inputs }) => of[inputs as keyof typeof of][network === 'lstm' ? 0 : 1],
    )!;
    expect(verdict).toMatchObject({ holds: 1, reversed: 1, undecided: 1 });
    expect(verdict.change).toBeCloseTo((100 * (-0.5 + 1 + (1 / 1.05 - 1))) / 3, 6);
  });

  it('says nothing where a setting was not run', () => {
    expect(judgeClaim(lstm, () => undefined)).toBeUndefined();
  });
});
