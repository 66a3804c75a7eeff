import type { CycleJoint } from '../cycles/types';
import { CYCLE_POINTS } from '../cycles/normalise';

/** A part of the gait cycle in which something can be aimed at: taking the weight, standing, leaving, swinging, reaching. */
export const MOMENTS = ['loading', 'stance', 'push_off', 'swing', 'landing'] as const;
export type Moment = (typeof MOMENTS)[number];

/** What of a joint is looked at: its greatest (`max`: flexion, dorsiflexion) or smallest angle between two points of the cycle. */
export interface Aim {
  /** % of the cycle, heel strike to heel strike. */
  readonly from: number;
  readonly to: number;
  readonly extreme: 'max' | 'min';
}

/**
 * Around the turning points of the published curves (Winter 1987; src/gait/norms), wide enough for slow and stiff gait, whose peaks
 * come later. A joint without an entry does nothing there that one could aim at.
 */
const AIMS: Readonly<Record<CycleJoint, Readonly<Partial<Record<Moment, Aim>>>>> = {
  knee: {
    loading: { from: 5, to: 25, extreme: 'max' },
    stance: { from: 28, to: 50, extreme: 'min' },
    swing: { from: 62, to: 86, extreme: 'max' },
    landing: { from: 92, to: 100, extreme: 'min' },
  },
  hip: {
    push_off: { from: 42, to: 62, extreme: 'min' },
    swing: { from: 74, to: 98, extreme: 'max' },
  },
  ankle: {
    stance: { from: 34, to: 54, extreme: 'max' },
    push_off: { from: 55, to: 74, extreme: 'min' },
    swing: { from: 78, to: 94, extreme: 'max' },
  },
};

/** null where there is nothing to aim at. */
export const aimOf = (joint: CycleJoint, moment: Moment): Aim | null => AIMS[joint][moment] ?? null;

export const momentsOf = (joint: CycleJoint): Moment[] => MOMENTS.filter((m) => aimOf(joint, m) !== null);

/** The angle that is aimed with, deg, of a curve of 101 points; null where a third or more of the part was not measured. */
export function reached(curve: ArrayLike<number>, { from, to, extreme }: Aim): number | null {
  let [best, missing] = [extreme === 'max' ? -Infinity : Infinity, 0];
  for (let i = from; i <= to && i < CYCLE_POINTS; i += 1) {
    const y = curve[i];
    if (!Number.isFinite(y)) missing += 1;
    else best = extreme === 'max' ? Math.max(best, y) : Math.min(best, y);
  }
  return missing * 3 >= to - from + 1 ? null : best;
}
