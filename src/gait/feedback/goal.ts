import type { Side } from '../channels';
import type { CycleJoint, GaitCycle } from '../cycles/types';
import type { Degrees } from '../units';
import { aimOf, type Moment, reached } from './aims';

/** Where the angle shall come to lie, deg. */
export interface Band {
  readonly low: Degrees;
  readonly high: Degrees;
}

/** What a patient aims for: one joint of one leg, at one moment of the step. */
export interface Goal extends Band {
  readonly joint: CycleJoint;
  readonly side: Side;
  readonly moment: Moment;
  /** Where the band came from: the person's own best strides, the norm, or the therapist's hand. */
  readonly basis: 'best' | 'norm' | 'hand';
  /** Steps in target that are asked for; null: as many as they come to be. */
  readonly steps: number | null;
}

/** What a walk as a whole aims for; null: no goal. */
export interface WalkGoals {
  /** Knee range of the affected leg, at least. */
  readonly rangeDeg: Degrees | null;
  /** Symmetry index of the knee ranges, whatever its sign, at most, %. */
  readonly symmetryPercent: number | null;
}

/** A step against a goal. */
export interface GoalStep {
  readonly result: 'in' | 'below' | 'above';
  readonly value: Degrees;
  readonly startTick: number;
  readonly endTick: number;
}

/** A cycle in which something was not measured, or which was no step of walking, tells nothing. */
const NO_STEP = ['gap', 'event_order', 'stop'] as const;

/** null: of another leg, or not to be judged. */
export function judgeStep(goal: Goal, cycle: GaitCycle): GoalStep | null {
  if (cycle.side !== goal.side || NO_STEP.some((flag) => cycle.flags.includes(flag))) return null;
  const aim = aimOf(goal.joint, goal.moment);
  const curve = cycle.curves[goal.joint];
  const value = aim && curve ? reached(curve, aim) : null;
  if (value === null) return null;
  const result = value < goal.low ? 'below' : value > goal.high ? 'above' : 'in';
  return { result, value, startTick: cycle.startTick, endTick: cycle.endTick };
}
