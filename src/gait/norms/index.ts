import { CYCLE_POINTS } from '../cycles/normalise';
import type { CycleJoint } from '../cycles/types';
import winter from './winter.json';

/**
 * Sagittal angles of healthy adults over the gait cycle, heel strike to heel strike, means and SDs across people, at three cadences:
 * D. A. Winter, The Biomechanics and Motor Control of Human Gait, University of Waterloo Press, 1987. Published every 2 %.
 */
export const NORM_SOURCE = winter.source;

export type NormCadence = keyof typeof winter.curves;

/** 101 points, deg: flexion and dorsiflexion +. */
export interface NormCurve {
  readonly mean: Float32Array;
  readonly sd: Float32Array;
}

/** The points between the published ones lie on the cubic through their four neighbours. */
export function normCurve(joint: CycleJoint, cadence: NormCadence = 'natural'): NormCurve {
  const { mean, sd } = winter.curves[cadence][joint];
  return { mean: refine(mean), sd: refine(sd) };
}

/**
 * How far a person's mean curve sits above the norm, deg (mean difference over the cycle). Sensors of hip and ankle have no common zero, so
 * their curves are laid over the norm by taking this away, and the screen says that only the shape is compared. NaN points are left out.
 */
export function levelOver(curve: ArrayLike<number>, norm: NormCurve): number {
  let [sum, n] = [0, 0];
  for (let i = 0; i < CYCLE_POINTS; i += 1) {
    if (!Number.isFinite(curve[i])) continue;
    sum += curve[i] - norm.mean[i];
    n += 1;
  }
  return sum / n;
}

/** Gait variable score of one joint: RMS distance of a mean curve from the norm's mean, deg (Baker 2009). */
export function gaitVariableScore(curve: ArrayLike<number>, norm: NormCurve): number {
  let [sum, n] = [0, 0];
  for (let i = 0; i < CYCLE_POINTS; i += 1) {
    if (!Number.isFinite(curve[i])) continue;
    sum += (curve[i] - norm.mean[i]) ** 2;
    n += 1;
  }
  return Math.sqrt(sum / n);
}

function refine(every2: readonly number[]): Float32Array {
  const last = every2.length - 1;
  return Float32Array.from({ length: CYCLE_POINTS }, (_, i) => {
    if (i % 2 === 0) return every2[i / 2];
    const k = (i - 1) / 2;
    // At the ends the neighbours are those inside: the cycle does not close exactly.
    if (k === 0) return (5 * every2[0] + 15 * every2[1] - 5 * every2[2] + every2[3]) / 16;
    if (k + 1 === last)
      return (5 * every2[last] + 15 * every2[last - 1] - 5 * every2[last - 2] + every2[last - 3]) / 16;
    return (-every2[k - 1] + 9 * every2[k] + 9 * every2[k + 1] - every2[k + 2]) / 16;
  });
}
