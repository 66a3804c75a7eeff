import type { GaitCycle } from '../../gait/cycles/types';
import { type Goal, type GoalStep, judgeStep } from '../../gait/feedback/goal';

/** Steps that are shown. */
const SHOWN = 10;

/** Counts the steps that meet a goal. Another goal counts from nothing; the totals are of the session. */
export class StepCount {
  /** Of the present goal. */
  judged = 0;
  inTarget = 0;
  /** The last ten, oldest first. */
  readonly last: GoalStep[] = [];
  /** Of the session, whatever was aimed for. */
  readonly session = { judged: 0, inTarget: 0 };
  #goal: Goal | null = null;

  get goal(): Goal | null {
    return this.#goal;
  }

  /** True where it is another goal than before. A longer or shorter series is the same one. */
  aimFor(goal: Goal | null): boolean {
    const same = aimKey(goal) === aimKey(this.#goal);
    this.#goal = goal;
    if (same) return false;
    this.judged = 0;
    this.inTarget = 0;
    this.last.length = 0;
    return true;
  }

  /** null: the cycle is no step to be judged. */
  add(cycle: GaitCycle): GoalStep | null {
    const step = this.#goal && judgeStep(this.#goal, cycle);
    if (step === null) return null;
    const met = step.result === 'in' ? 1 : 0;
    this.judged += 1;
    this.inTarget += met;
    this.session.judged += 1;
    this.session.inTarget += met;
    this.last.push(step);
    if (this.last.length > SHOWN) this.last.shift();
    return step;
  }
}

const aimKey = (goal: Goal | null): string =>
  goal === null ? '' : [goal.joint, goal.side, goal.moment, goal.low, goal.high].join();
