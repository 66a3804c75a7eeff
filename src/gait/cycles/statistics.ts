/** Middle value; NaN for none. */
export function median(x: readonly number[]): number {
  if (x.length === 0) return NaN;
  const sorted = [...x].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Spread like an SD that single wild values do not touch: 1.4826 x the median distance from the median. */
export function robustSd(x: readonly number[]): number {
  const middle = median(x);
  return 1.4826 * median(x.map((v) => Math.abs(v - middle)));
}

export interface Spread {
  readonly mean: number;
  /** With n - 1; 0 for a single value. */
  readonly sd: number;
  readonly n: number;
}

/** Of the finite values; null if there are none. */
export function spread(values: readonly number[]): Spread | null {
  const x = values.filter((v) => Number.isFinite(v));
  if (x.length === 0) return null;
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  const sum = x.reduce((a, b) => a + (b - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(sum / Math.max(1, x.length - 1)), n: x.length };
}
