import { type Side, SIDES } from '../../gait/channels';
import { BodyReader } from '../../gait/cycles/body-reader';
import { type CycleEntry, CycleSet } from '../../gait/cycles/cycle-set';
import { CycleTracker } from '../../gait/cycles/cycle-tracker';
import { CYCLE_JOINTS, type CycleFlag, type CycleJoint, type GaitCycle } from '../../gait/cycles/types';
import { gaitVariableScore, levelOver, normCurve } from '../../gait/norms';
import type { JointStrides, LegReview } from './review';

/** A hole of so many ticks ends every stride; more are not needed. */
const HOLE_TICKS = 300;
/** More curves than this are one blot. */
const DRAWN_STRIDES = 60;

/** A stride, and when it ended, seconds since the session's start. */
export interface TimedStride extends CycleEntry {
  readonly endS: number;
}

/** Finds the strides of a session, tick by tick, and says what they come to. */
export class StrideReview {
  readonly #body: BodyReader;
  readonly #tracker: CycleTracker;
  readonly #cycles = new CycleSet();
  readonly #rate: number;
  /** By the id of the stride. */
  readonly #endS: number[] = [];
  /** Ticks that the tracker has had. */
  #pushed = 0;

  constructor(channels: readonly string[], rate: number) {
    this.#rate = rate;
    this.#body = new BodyReader(channels);
    this.#tracker = new CycleTracker(rate);
  }

  /** `missing`: ticks that did not come before this one, which is of second `atS`. */
  tick(measured: ArrayLike<number>, missing: number, atS: number): void {
    const hole = Math.min(missing, HOLE_TICKS);
    for (let i = 0; i < hole; i++) this.#push(null, atS - (missing - i) / this.#rate);
    this.#push(measured, atS);
  }

  /** All that were found, in the order of their ends. */
  timed(): readonly TimedStride[] {
    return this.#cycles.entries.map((entry) => ({ ...entry, endS: this.#endS[entry.id] }));
  }

  /** Legs of which any stride was found. */
  legs(): Partial<Record<Side, LegReview>> {
    const legs: Partial<Record<Side, LegReview>> = {};
    for (const side of SIDES) {
      const leg = this.#leg(side);
      if (leg !== null) legs[side] = leg;
    }
    return legs;
  }

  #push(measured: ArrayLike<number> | null, atS: number): void {
    for (const cycle of this.#tracker.push(this.#body.read(measured)))
      this.#endS[this.#cycles.add(cycle)] = atS - (this.#pushed - cycle.endTick) / this.#rate;
    this.#pushed += 1;
  }

  #leg(side: Side): LegReview | null {
    const entries = this.#cycles.entries.filter((e) => e.cycle.side === side);
    if (entries.length === 0) return null;
    const flags: Partial<Record<CycleFlag, number>> = {};
    for (const entry of entries) for (const flag of entry.flags) flags[flag] = (flags[flag] ?? 0) + 1;
    const used = this.#cycles.used(side);
    const summary = this.#cycles.summary(side);
    const joints: Partial<Record<CycleJoint, JointStrides>> = {};
    for (const joint of CYCLE_JOINTS) {
      const mean = summary?.curves[joint]?.mean;
      if (mean) joints[joint] = jointStrides(joint, mean, used);
    }
    return { side, found: entries.length, used: used.length, flags, summary, joints };
  }
}

function jointStrides(joint: CycleJoint, mean: Float32Array, used: readonly GaitCycle[]): JointStrides {
  const norm = normCurve(joint);
  const level = joint === 'knee' ? null : levelOver(mean, norm);
  const moved = { mean: norm.mean.map((m) => m + (level ?? 0)), sd: norm.sd };
  return {
    strides: evenly(used, DRAWN_STRIDES).flatMap((c) => c.curves[joint] ?? []),
    norm: moved,
    level,
    gvs: gaitVariableScore(mean, moved),
  };
}

/** At most so many of them, first and last among them. */
function evenly<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]);
}
