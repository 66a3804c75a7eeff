import type { Side } from '../channels';
import type { Degrees, Seconds } from '../units';

/** One leg at one tick. NaN (or left out) where nothing was measured. */
export interface LegTick {
  readonly knee: Degrees;
  readonly hip?: Degrees;
  readonly ankle?: Degrees;
  /** 1 on the ground, 0 in the air. */
  readonly contact?: number;
}

export const CYCLE_JOINTS = ['hip', 'knee', 'ankle'] as const;
export type CycleJoint = (typeof CYCLE_JOINTS)[number];

/** What an event was told by: a foot switch, or the angles of the leg. */
export type EventSource = 'contact' | 'angles';

export interface GaitEvent {
  readonly kind: 'heel_strike' | 'toe_off';
  /** In ticks since the tracker began, between two ticks where that is known. */
  readonly at: number;
}

/**
 * Why a cycle is not a sound one of steady walking. Known when it ends: `gap` (a hole in the signal), `event_order`, `stop` (the
 * first after standing). Known only beside the others: `stop` (the last before standing, or a pause inside), `turn`, `outlier`.
 */
export type CycleFlag = 'gap' | 'event_order' | 'stop' | 'turn' | 'outlier';

/** What came before a cycle's first heel strike: the cycle before, standing, a hole in the signal, or the start of it all. */
export type CycleBefore = 'cycle' | 'standing' | 'gap' | 'start';

/** One completed gait cycle of one leg, heel strike to heel strike. */
export interface GaitCycle {
  readonly side: Side;
  readonly source: EventSource;
  /** First tick, and the tick after the last: those of the two heel strikes. */
  readonly startTick: number;
  readonly endTick: number;
  readonly seconds: Seconds;
  /** Inside the cycle, in ticks; null where not seen. */
  readonly events: {
    readonly toeOff: number | null;
    readonly contraToeOff: number | null;
    readonly contraHeelStrike: number | null;
  };
  /** Each joint over the cycle, 101 points, 0-100 %, deg; only joints that were measured. */
  readonly curves: Readonly<Partial<Record<CycleJoint, Float32Array>>>;
  readonly before: CycleBefore;
  readonly flags: readonly CycleFlag[];
}
