import { CYCLE_POINTS } from '../cycles/normalise';
import type { CycleJoint, GaitCycle } from '../cycles/types';
import { levelOver, normCurve } from '../norms';
import { type Aim, reached } from './aims';
import type { Band } from './goal';

/** Fewer strides do not tell what somebody's best is. */
export const LEAST_STRIDES = 8;
/** The best are this share of them, and at least so many. */
const BEST_SHARE = 0.25;
const LEAST_BEST = 3;
/** A narrower band is a matter of luck: strides of one person differ by some degrees. */
const LEAST_WIDTH = 6;

/**
 * Between the best of these strides (sound ones of one leg): the quarter that came nearest to the norm's mean. Whole
 * degrees; null for too few.
 */
export function bestBand(cycles: readonly GaitCycle[], joint: CycleJoint, aim: Aim): Band | null {
  const values = cycles.flatMap(({ curves }) => {
    const curve = curves[joint];
    return (curve && reached(curve, aim)) ?? [];
  });
  const wanted = normValue(cycles, joint, aim)?.mean;
  if (values.length < LEAST_STRIDES || wanted === undefined) return null;
  const nearest = values.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  const best = nearest.slice(0, Math.max(LEAST_BEST, Math.ceil(BEST_SHARE * values.length)));
  return whole(Math.min(...best), Math.max(...best));
}

/**
 * The norm's mean and one SD to both sides, whole degrees. Hip and ankle have no common zero: the norm is laid level with the
 * mean of these strides, so null without any. The knee's zero is that of the calibration.
 */
export function normBand(cycles: readonly GaitCycle[], joint: CycleJoint, aim: Aim): Band | null {
  const value = normValue(cycles, joint, aim);
  return value && whole(value.mean - value.sd, value.mean + value.sd);
}

function normValue(
  cycles: readonly GaitCycle[],
  joint: CycleJoint,
  aim: Aim,
): { mean: number; sd: number } | null {
  const norm = normCurve(joint);
  const mean = reached(norm.mean, aim);
  if (mean === null) return null;
  let at = aim.from;
  while (norm.mean[at] !== mean && at < CYCLE_POINTS - 1) at += 1;
  if (joint === 'knee') return { mean, sd: norm.sd[at] };
  const levels = cycles.flatMap(({ curves }) => (curves[joint] ? levelOver(curves[joint], norm) : []));
  if (levels.length === 0) return null;
  return { mean: mean + levels.reduce((a, b) => a + b, 0) / levels.length, sd: norm.sd[at] };
}

function whole(low: number, high: number): Band {
  const spare = Math.max(0, LEAST_WIDTH - (high - low)) / 2;
  return { low: Math.floor(low - spare), high: Math.ceil(high + spare) };
}
