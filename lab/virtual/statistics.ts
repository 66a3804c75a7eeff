import type { Lognormal } from '../../src/device/virtual/coefficients/shape';

export function mean(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i];
  return sum / x.length;
}

/** With n - 1; 0 for a single value. */
export function sd(x: ArrayLike<number>): number {
  const m = mean(x);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - m) ** 2;
  return Math.sqrt(sum / Math.max(1, x.length - 1));
}

/** By linear interpolation between ranks; `q` from 0 to 1. */
export function quantile(x: ArrayLike<number>, q: number): number {
  const sorted = Float64Array.from(x).sort();
  const at = q * (sorted.length - 1);
  const k = Math.floor(at);
  return k + 1 < sorted.length ? sorted[k] + (at - k) * (sorted[k + 1] - sorted[k]) : sorted[k];
}

/** Four decimals for single figures, three for vectors: as many as the committed coefficients keep. */
export const round1 = (x: number): number => Math.round(x * 1e4) / 1e4;
export const round = (x: ArrayLike<number>): number[] => Array.from(x, (v) => Math.round(v * 1e3) / 1e3);

export function lognormal(values: readonly number[]): Lognormal {
  const logs = values.map(Math.log);
  return { logMean: round1(mean(logs)), logSd: round1(sd(logs)) };
}
