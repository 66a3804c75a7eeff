import type { IntervalShape } from '../../../src/forecast/interval-shape';
import { PARTS, type Residuals } from './residuals';

const STEPS = [1, 2, 5, 10, 20, 50];
/** A part that few were seen in is taken to be as the mean of all. */
const PRIOR = 5;
/** The square root of what the means say: half the way is safer on the next person, and narrower. */
const POWER = 0.5;
const BINS = (PARTS.velocities.length + 1) * PARTS.levels;

/** Factors by part of the movement, from mean errors of these people; a person counts by the root of his length. */
export function fitShape(people: readonly Residuals[]): IntervalShape {
  const steps = STEPS.filter((h) => h <= people[0].steps);
  const sums = new Float64Array(BINS * steps.length);
  const counts = new Float64Array(BINS * steps.length);
  for (const { ticks, bins, errors, steps: width } of people) {
    const weight = 1 / Math.sqrt(ticks);
    for (let t = 0; t < ticks; t++)
      for (let k = 0; k < steps.length; k++) {
        const e = errors[t * width + steps[k] - 1];
        if (!Number.isFinite(e)) continue;
        sums[bins[t] * steps.length + k] += weight * e;
        counts[bins[t] * steps.length + k] += weight;
      }
  }
  const factors = new Array<number>(BINS * steps.length);
  for (let k = 0; k < steps.length; k++) {
    const own = Array.from({ length: BINS }, (_, b) => b * steps.length + k);
    const total = (of: Float64Array) => own.reduce((sum, i) => sum + of[i], 0);
    const all = total(sums) / total(counts);
    const means = own.map((i) => (sums[i] + PRIOR * all) / (counts[i] + PRIOR));
    const usual = means.reduce((a, b) => a + b, 0) / BINS;
    own.forEach((i, b) => (factors[i] = Number(((means[b] / usual) ** POWER).toPrecision(3))));
  }
  return { ...PARTS, velocities: [...PARTS.velocities], steps, factors };
}

/** The share-quantile of |error| / (s * factor) at each step, everyone counting the same. */
export function fitQuantiles(
  people: readonly Residuals[],
  table: (bin: number, step: number) => number,
  share = 0.9,
): number[] {
  return Array.from({ length: people[0].steps }, (_, h) => {
    const all: { value: number; weight: number }[] = [];
    for (const { ticks, bins, errors, steps } of people) {
      const own: number[] = [];
      for (let t = 0; t < ticks; t++) {
        const e = errors[t * steps + h];
        if (Number.isFinite(e)) own.push(e / table(bins[t], h + 1));
      }
      for (const value of own) all.push({ value, weight: 1 / own.length });
    }
    all.sort((a, b) => a.value - b.value);
    const target = share * all.reduce((sum, r) => sum + r.weight, 0);
    let sum = 0;
    const at = all.findIndex((r) => (sum += r.weight) >= target);
    return Number(Math.max(all[at].value, 1e-4).toPrecision(3));
  });
}
