import { type Cycle, fromHarmonics, kneePeaks, overCycle, steadyCycles, toHarmonics } from './cycles';
import { columnMeans, dot } from './linear';
import { channelOf, kneeSides, type Walk } from './people';

export const HARMONICS = 16;
const POINTS = 100;

/** The strides of one leg in one recording. */
export interface LegStrides {
  readonly walk: Walk;
  readonly side: 'r' | 'l';
  readonly cycles: readonly Cycle[];
  readonly periods: readonly number[];
}

/** Swing peaks are found even where the solver clipped extension: only the knee's shape is unsound there. */
export function legStrides(walks: readonly Walk[]): LegStrides[] {
  return walks.flatMap((walk) =>
    kneeSides(walk).map((side) => {
      const cycles = steadyCycles(kneePeaks(channelOf(walk, 'knee_angle', side)!, walk.rate));
      return { walk, side, cycles, periods: cycles.map((c) => (c.to - c.from) / walk.rate) };
    }),
  );
}

/** Harmonics of each stride of a channel; undefined where the leg has no such channel. */
export function strideHarmonics(
  leg: LegStrides,
  base: string,
  harmonics = HARMONICS,
): Float64Array[] | undefined {
  const x = channelOf(leg.walk, base, leg.side);
  if (x === undefined) return undefined;
  return leg.cycles.map((c) => toHarmonics(overCycle(x, c, POINTS), harmonics));
}

/** The knee with the 5th percentile of the person's mean curve at 0: goniometers and solvers have no common zero. */
export function zeroed(mean: Float64Array): Float64Array {
  const sorted = fromHarmonics(mean, POINTS).sort();
  const out = Float64Array.from(mean);
  out[0] -= sorted[Math.floor(0.05 * POINTS)];
  return out;
}

/** Mean over strides for each person and side that `select` gives rows for. */
export function personMeans(
  legs: readonly LegStrides[],
  select: (leg: LegStrides) => Float64Array[] | undefined,
): { person: string; side: 'r' | 'l'; mean: Float64Array }[] {
  const groups = new Map<string, { person: string; side: 'r' | 'l'; rows: Float64Array[] }>();
  for (const leg of legs) {
    const rows = select(leg);
    if (rows === undefined || rows.length === 0) continue;
    const key = `${leg.walk.person} ${leg.side}`;
    const group = groups.get(key) ?? { person: leg.walk.person, side: leg.side, rows: [] };
    group.rows.push(...rows);
    groups.set(key, group);
  }
  return [...groups.values()].map((g) => ({ person: g.person, side: g.side, mean: columnMeans(g.rows) }));
}

/**
 * Share of the variance between people that is between the two sides of one person: mean |l - r|^2 / 2 over the
 * mean squared distance from the mean person. Between 0 and 1.
 */
export function sideShare(means: readonly { person: string; side: 'r' | 'l'; mean: Float64Array }[]): number {
  const centre = columnMeans(means.map((m) => m.mean));
  let within = 0;
  let total = 0;
  for (const right of means.filter((m) => m.side === 'r')) {
    const left = means.find((m) => m.side === 'l' && m.person === right.person);
    if (left === undefined) continue;
    const difference = right.mean.map((x, i) => x - left.mean[i]);
    within += dot(difference, difference) / 2;
    for (const one of [left, right]) {
      const d = one.mean.map((x, i) => x - centre[i]);
      total += dot(d, d) / 2;
    }
  }
  return total === 0 ? 0 : Math.min(1, within / total);
}

/** Rows less the mean of their recording, made up for the lost degree of freedom. Needs two strides. */
export function strideResiduals(rows: readonly Float64Array[]): Float64Array[] {
  if (rows.length < 2) return [];
  const mean = columnMeans(rows);
  const gain = Math.sqrt(rows.length / (rows.length - 1));
  return rows.map((r) => r.map((x, j) => (x - mean[j]) * gain));
}

/** Root mean square over the stride of a curve given by harmonics. */
export function curveRms(c: ArrayLike<number>, from = 0, to = c.length): number {
  let sum = c[from] ** 2;
  for (let i = from + 1; i < to; i++) sum += c[i] ** 2 / 2;
  return Math.sqrt(sum);
}
