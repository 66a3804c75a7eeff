import type { BaselineName } from './baselines';
import { TARGETS } from './design';
import type { TrialErrors } from './errors';
import { jobName } from './run-jobs';
import { baselineName, foldsOf, type Setting } from './jobs';
import type { BaselineResult, JobResult, ResultStore } from './results';
import { overPeople, overSeeds, type PeopleErrors } from './summary';

/** What a setting reached: `[joint][horizon]`, deg, over the seeds for which every fold is done. */
export interface Row {
  readonly seeds: number;
  readonly people: number;
  readonly windows: number;
  readonly trainingWindows: number;
  readonly rmse: readonly number[][];
  readonly rmseSd: readonly number[][];
  readonly mae: readonly number[][];
  /** Test loss by step, mean over folds and seeds: [step, training, test]. */
  readonly curve: readonly (readonly [number, number, number])[];
}

/** Which trials count; default all. */
type Keep = (trial: TrialErrors) => boolean;
const all: Keep = () => true;

/** Undefined where no seed has all of its folds. `seeds`: the most that are looked for. */
export function networkRow(
  store: ResultStore,
  setting: Setting,
  seeds: number,
  keep: Keep = all,
): Row | undefined {
  const whole: { folds: JobResult[]; errors: PeopleErrors }[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const folds = Array.from({ length: foldsOf(setting.protocol) }, (_, fold) =>
      store.read<JobResult>(jobName({ setting, fold, seed })),
    ).filter((r) => r !== undefined);
    if (folds.length < foldsOf(setting.protocol)) continue;
    const kept = folds.flatMap((f) => f.trials).filter((t) => t.n > 0 && keep(t));
    if (kept.length > 0) whole.push({ folds, errors: overPeople(kept) });
  }
  if (whole.length === 0) return undefined;
  const rmse = overSeeds(whole.map((w) => w.errors.rmse));
  const mae = overSeeds(whole.map((w) => w.errors.mae));
  const folds = whole.flatMap((w) => w.folds);
  return {
    seeds: whole.length,
    people: whole[0].errors.people,
    windows: whole[0].errors.windows,
    trainingWindows: Math.round(mean(folds.map((f) => f.windows.training))),
    rmse: rmse.mean,
    rmseSd: rmse.sd,
    mae: mae.mean,
    curve: folds[0].curve.map(([step], i) => [
      step,
      mean(folds.map((f) => f.curve[i][1])),
      mean(folds.map((f) => f.curve[i][2])),
    ]),
  };
}

/** Baselines learn without chance: one figure, no spread. */
export function baselineRow(
  store: ResultStore,
  setting: Setting,
  name: BaselineName,
  keep: Keep = all,
): PeopleErrors | undefined {
  const found = store.read<BaselineResult>(baselineName(setting));
  const kept = found?.[name].filter((t) => t.n > 0 && keep(t)) ?? [];
  return kept.length === 0 ? undefined : overPeople(kept);
}

export const KNEE = TARGETS.indexOf('knee_angle_r');
export const ANKLE = TARGETS.indexOf('ankle_angle_r');

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
