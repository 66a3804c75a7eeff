import { z } from '../../gait/schema';
import type { Side } from '../../gait/channels';
import { CYCLE_JOINTS } from '../../gait/cycles/types';
import { MOMENTS } from '../../gait/feedback/aims';
import type { Goal, WalkGoals } from '../../gait/feedback/goal';
import type { Note } from '../log/log-reader';
import { TICK_RATE } from '../log/tick-rate';
import type { Span } from './order';

const side = z.enum(['r', 'l']);
const noteSchema = z.discriminatedUnion('code', [
  z.object({
    code: z.literal('goal'),
    joint: z.enum(CYCLE_JOINTS),
    side,
    moment: z.enum(MOMENTS),
    low: z.number(),
    high: z.number(),
    basis: z.enum(['best', 'norm', 'hand']),
    steps: z.number().nullable(),
  }),
  z.object({ code: z.literal('goal_step'), result: z.string(), endTick: z.number() }),
  z.object({
    code: z.literal('walk_goals'),
    rangeDeg: z.number().nullable(),
    symmetryPercent: z.number().nullable(),
    side,
  }),
]);

/** One step against the target on the patient's screen. */
export interface TimedStepNote {
  readonly goal: Goal;
  readonly met: boolean;
  /** Seconds since the session's start. */
  readonly endS: number;
}

/** What Live ticked off, and while it did. */
export interface WalkGoalsSpan extends WalkGoals, Span {
  readonly side: Side;
}

export interface LoggedGoals {
  readonly steps: readonly TimedStepNote[];
  readonly walk: readonly WalkGoalsSpan[];
}

/** Out of the log's events, oldest first. */
export function readGoals(events: readonly Note[], startMs: number): LoggedGoals {
  const steps: TimedStepNote[] = [];
  const walk: WalkGoalsSpan[] = [];
  let aimed: Goal | null = null;
  for (const { atMs, tick, value } of events) {
    const note = noteSchema.safeParse(value).data;
    const atS = (atMs - startMs) / 1000;
    if (note?.code === 'goal') {
      const { code: _code, ...goal } = note;
      aimed = goal;
    } else if (note?.code === 'goal_step' && aimed !== null) {
      const endS = atS - (tick - note.endTick) / TICK_RATE;
      steps.push({ goal: aimed, met: note.result === 'in', endS });
    } else if (note?.code === 'walk_goals') {
      const { code: _code, ...goals } = note;
      const before = walk.pop();
      if (before) walk.push({ ...before, toS: atS });
      // The first ones are written down when some of the session has passed already.
      walk.push({ ...goals, fromS: before ? atS : 0, toS: Infinity });
    }
  }
  return { steps, walk };
}
