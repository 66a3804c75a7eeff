import { CYCLE_POINTS } from './normalise';
import { type Spread, spread } from './statistics';
import { CYCLE_JOINTS, type CycleJoint, type GaitCycle } from './types';

/** Mean and SD at each of the 101 points, deg; NaN where no cycle has a value. */
interface MeanCurve {
  readonly mean: Float32Array;
  readonly sd: Float32Array;
}

/** The cycles of one leg in figures. The two legs' summaries side by side are what symmetry is made of. */
export interface LegSummary {
  readonly cycles: number;
  readonly curves: Readonly<Partial<Record<CycleJoint, MeanCurve>>>;
  readonly seconds: Spread;
  /** Steps a minute, two to a cycle. */
  readonly cadence: Spread;
  /** Share of the cycle on the ground, %. */
  readonly stancePercent: Spread | null;
  /** Share of the cycle from this leg's heel strike to the other's, %: 50 when even. */
  readonly stepPercent: Spread | null;
  /** Greatest less smallest angle of each cycle, deg. */
  readonly range: Readonly<Partial<Record<CycleJoint, Spread>>>;
  /** Greatest angle of each cycle, deg: for the knee, peak flexion in swing. */
  readonly peak: Readonly<Partial<Record<CycleJoint, Spread>>>;
}

/** Null for no cycles. All must be of one leg. */
export function summarise(cycles: readonly GaitCycle[]): LegSummary | null {
  const seconds = spread(cycles.map((c) => c.seconds));
  const cadence = spread(cycles.map((c) => 120 / c.seconds));
  if (seconds === null || cadence === null) return null;
  const along = (c: GaitCycle, tick: number | null): number =>
    tick === null ? NaN : (100 * (tick - c.startTick)) / (c.endTick - c.startTick);
  const curves: Partial<Record<CycleJoint, MeanCurve>> = {};
  const range: Partial<Record<CycleJoint, Spread>> = {};
  const peak: Partial<Record<CycleJoint, Spread>> = {};
  for (const joint of CYCLE_JOINTS) {
    const all = cycles.flatMap((c) => c.curves[joint] ?? []);
    if (all.length === 0) continue;
    curves[joint] = meanCurve(all);
    const sound = all.map((curve) => curve.filter((x) => Number.isFinite(x)));
    range[joint] = spread(all.map(rangeOf))!;
    peak[joint] = spread(sound.map((x) => Math.max(...x)))!;
  }
  return {
    cycles: cycles.length,
    curves,
    seconds,
    cadence,
    stancePercent: spread(cycles.map((c) => along(c, c.events.toeOff))),
    stepPercent: spread(cycles.map((c) => along(c, c.events.contraHeelStrike))),
    range,
    peak,
  };
}

/** Greatest less smallest angle of a cycle, deg. */
export function rangeOf(curve: Float32Array): number {
  const sound = curve.filter((x) => Number.isFinite(x));
  return Math.max(...sound) - Math.min(...sound);
}

function meanCurve(curves: readonly Float32Array[]): MeanCurve {
  const mean = new Float32Array(CYCLE_POINTS).fill(NaN);
  const sd = new Float32Array(CYCLE_POINTS).fill(NaN);
  for (let i = 0; i < CYCLE_POINTS; i += 1) {
    const point = spread(curves.map((c) => c[i]));
    if (point === null) continue;
    mean[i] = point.mean;
    sd[i] = point.sd;
  }
  return { mean, sd };
}
