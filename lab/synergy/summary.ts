import { HORIZONS } from './design';
import type { TrialErrors } from './errors';

/** Mean over people of root mean square and mean absolute error, `[joint][horizon]`, deg. */
export interface PeopleErrors {
  readonly people: number;
  readonly windows: number;
  readonly rmse: number[][];
  readonly mae: number[][];
}

/** Pools trials by person, then takes the mean over people. */
export function overPeople(trials: readonly TrialErrors[]): PeopleErrors {
  const tested = trials.filter((t) => t.n > 0);
  const ids = [...new Set(tested.map((t) => t.person))];
  const people = ids.map((id) => {
    const own = tested.filter((t) => t.person === id);
    const n = own.reduce((sum, t) => sum + t.n, 0);
    const mean = (what: 'squared' | 'absolute', j: number, h: number) =>
      own.reduce((sum, t) => sum + t[what][j][h], 0) / n;
    return { n, mean };
  });
  const joints = tested[0].squared.map((_, j) => j);
  const at = (value: (p: (typeof people)[number], j: number, h: number) => number) =>
    joints.map((j) =>
      HORIZONS.map((_, h) => people.reduce((sum, p) => sum + value(p, j, h), 0) / people.length),
    );
  return {
    people: people.length,
    windows: people.reduce((sum, p) => sum + p.n, 0),
    rmse: at((p, j, h) => Math.sqrt(p.mean('squared', j, h))),
    mae: at((p, j, h) => p.mean('absolute', j, h)),
  };
}

/** Mean and sample SD over seeds of something at each joint and horizon. */
export function overSeeds(seeds: readonly number[][][]): { mean: number[][]; sd: number[][] } {
  const at = (reduce: (values: readonly number[]) => number) =>
    seeds[0].map((row, j) => row.map((_, h) => reduce(seeds.map((s) => s[j][h]))));
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const sd = (values: readonly number[]) => {
    const m = mean(values);
    const squares = values.reduce((sum, v) => sum + (v - m) ** 2, 0);
    return values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1));
  };
  return { mean: at(mean), sd: at(sd) };
}
