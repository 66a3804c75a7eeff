import type { Degrees, Percent } from './units';

/**
 * Scores of a forecast against what came. Pairs in which either is not finite are left out; without any pair every
 * score is NaN. Arrays of unequal length throw RangeError.
 */
type Values = ArrayLike<number>;

/** Root of the mean squared error, in the unit of the values. */
export function rmse(truth: Values, forecast: Values): number {
  let sum = 0;
  const n = eachPair(truth, forecast, (t, f) => {
    sum += (t - f) ** 2;
  });
  return n === 0 ? NaN : Math.sqrt(sum / n);
}

/** Mean absolute error, in the unit of the values. */
export function mae(truth: Values, forecast: Values): number {
  let sum = 0;
  const n = eachPair(truth, forecast, (t, f) => {
    sum += Math.abs(t - f);
  });
  return n === 0 ? NaN : sum / n;
}

/** Largest less smallest of the finite values; NaN without any. */
export function range(values: Values): number {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i += 1) {
    const v = values[i];
    if (!Number.isFinite(v)) continue;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return high >= low ? high - low : NaN;
}

/** MAE in percent of a range (the person's, not that of the test part); NaN unless the range is positive. */
export function nmae(truth: Values, forecast: Values, personRange: Degrees): Percent {
  return personRange > 0 ? (100 * mae(truth, forecast)) / personRange : NaN;
}

/** Share of the truth's variance that the forecast explains (1 is perfect, 0 the mean); NaN for a constant truth. */
export function r2(truth: Values, forecast: Values): number {
  let mean = 0;
  const n = eachPair(truth, forecast, (t) => {
    mean += t;
  });
  if (n === 0) return NaN;
  mean /= n;
  let residual = 0;
  let total = 0;
  eachPair(truth, forecast, (t, f) => {
    residual += (t - f) ** 2;
    total += (t - mean) ** 2;
  });
  return total > 0 ? 1 - residual / total : NaN;
}

/** 1 - rmse / rmse of a baseline: 1 perfect, 0 no better, below 0 worse. NaN where the baseline makes no error. */
export function skill(rmseOfForecast: number, rmseOfBaseline: number): number {
  return rmseOfBaseline > 0 ? 1 - rmseOfForecast / rmseOfBaseline : NaN;
}

function eachPair(truth: Values, forecast: Values, take: (t: number, f: number) => void): number {
  if (truth.length !== forecast.length)
    throw new RangeError(`${truth.length} truths, ${forecast.length} forecasts`);
  let n = 0;
  for (let i = 0; i < truth.length; i += 1) {
    const t = truth[i];
    const f = forecast[i];
    if (!Number.isFinite(t) || !Number.isFinite(f)) continue;
    take(t, f);
    n += 1;
  }
  return n;
}
