import { mae, range } from '../../src/gait/metrics';
import { solvePositive } from './linear';

/** Horizons of the judgement, steps at 100 Hz: 50, 100, 200 ms. */
export const HORIZONS = [5, 10, 20] as const;

/** Samples that ridge looks back, and its regularisation as a share of the mean variance of its inputs. */
const LAGS = 30;
const RIDGE = 1e-3;

/** NMAE in % of the range, by horizon. */
export interface BaselineErrors {
  readonly persistence: readonly number[];
  readonly line: readonly number[];
  /** Fitted to the first half, like the others scored on the second. */
  readonly ridge: readonly number[];
}

/** Errors of the baselines on a knee at 100 Hz, unfiltered. The last target of the first half ends before the second. */
export function baselineErrors(knee: Float64Array): BaselineErrors {
  const half = Math.floor(knee.length / 2);
  const span = range(knee);
  const out = { persistence: [] as number[], line: [] as number[], ridge: [] as number[] };
  for (const h of HORIZONS) {
    const weights = fitRidge(knee.subarray(0, half), h);
    const truth: number[] = [];
    const still: number[] = [];
    const straight: number[] = [];
    const linear: number[] = [];
    for (let t = half; t + h < knee.length; t++) {
      truth.push(knee[t + h]);
      still.push(knee[t]);
      straight.push(knee[t] + h * (knee[t] - knee[t - 1]));
      let y = knee[t];
      for (let k = 1; k <= LAGS; k++) y += weights[k - 1] * (knee[t - k] - knee[t]);
      linear.push(y);
    }
    out.persistence.push((100 * mae(truth, still)) / span);
    out.line.push((100 * mae(truth, straight)) / span);
    out.ridge.push((100 * mae(truth, linear)) / span);
  }
  return out;
}

function fitRidge(x: Float64Array, h: number): Float64Array {
  const a = Array.from({ length: LAGS }, () => new Float64Array(LAGS));
  const b = new Float64Array(LAGS);
  for (let t = LAGS; t + h < x.length; t++) {
    for (let i = 0; i < LAGS; i++) {
      const fi = x[t - 1 - i] - x[t];
      b[i] += fi * (x[t + h] - x[t]);
      for (let j = 0; j <= i; j++) a[i][j] += fi * (x[t - 1 - j] - x[t]);
    }
  }
  let trace = 0;
  for (let i = 0; i < LAGS; i++) {
    trace += a[i][i] / LAGS;
    for (let j = i + 1; j < LAGS; j++) a[i][j] = a[j][i];
  }
  return solvePositive(a, [b], RIDGE * trace)[0];
}
