import type { TimeUnit } from './line-parser';

/** Rates that people set. An estimate close to one of them is taken to be it. */
const COMMON_RATES = [
  10, 20, 25, 30, 40, 50, 60, 75, 80, 100, 120, 125, 128, 150, 200, 250, 256, 300, 400, 500, 512, 600, 800,
  1000, 1024, 2000,
];

/** Whole-number steps below this are taken for milliseconds, from it on for microseconds (1 kHz in either). */
const US_FROM_STEP = 1000;

/**
 * Unit and rate of a time column, from its first values: steps with a fraction or below 1 are seconds. Losses among them
 * do no harm: the median step decides, and only steps near it are averaged. Null where time does not move.
 */
export function rateOfTimes(
  times: readonly number[],
  told: TimeUnit | null,
): { readonly unit: TimeUnit; readonly rate: number } | null {
  const steps = times.slice(1).map((t, i) => t - times[i]);
  const median = steps.slice().sort((a, b) => a - b)[steps.length >> 1];
  if (!(median > 0)) return null;
  const whole = times.every(Number.isInteger);
  const unit = told ?? (!whole || median < 1 ? 's' : median < US_FROM_STEP ? 'ms' : 'us');
  const near = steps.filter((s) => s > 0.5 * median && s < 1.5 * median);
  const mean = near.reduce((a, b) => a + b, 0) / near.length;
  return { unit, rate: snapped(PER_SECOND[unit] / mean, 0.005) };
}

export const PER_SECOND: Readonly<Record<TimeUnit, number>> = { s: 1, ms: 1e3, us: 1e6 };

/** Rate of rows without a time column: `rows` have come in `ms`. */
export const rateOfArrival = (rows: number, ms: number): number => snapped((rows * 1000) / ms, 0.05);

function snapped(rate: number, tolerance: number): number {
  const nearest = COMMON_RATES.reduce((a, b) => (Math.abs(b - rate) < Math.abs(a - rate) ? b : a));
  if (Math.abs(nearest - rate) <= tolerance * nearest) return nearest;
  return Math.max(1, Math.round(rate * 100) / 100);
}
