import { z } from 'zod';
import type { Side } from '../../gait/channels';
import { rangeOf, summarise } from '../../gait/cycles/leg-summary';
import { CYCLE_JOINTS } from '../../gait/cycles/types';
import { MOMENTS } from '../../gait/feedback/aims';
import type { Goal, WalkGoals } from '../../gait/feedback/goal';
import type { Note } from '../log/log-reader';
import { TICK_RATE } from '../log/tick-rate';
import type { Span } from './order';
import type { RangeGoalReview, ReviewGoal, StepGoalReview, SymmetryGoalReview } from './review';
import type { TimedStride } from './strides';
import { symmetryIndex } from './symmetry';

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
interface WalkGoalsSpan extends WalkGoals, Span {
  readonly side: Side;
}

interface LoggedGoals {
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

/** Each goal once, whenever it was in force; a goal of the walk under which nobody walked is none. */
export function reviewGoals({ steps, walk }: LoggedGoals, timed: readonly TimedStride[]): ReviewGoal[] {
  const used = timed.filter((s) => s.used);
  return [...stepGoals(steps), ...rangeGoals(walk, used), ...symmetryGoals(walk, used)];
}

function stepGoals(steps: readonly TimedStepNote[]): StepGoalReview[] {
  return groups(steps, ({ goal: { joint, side: leg, moment, low, high } }) =>
    [joint, leg, moment, low, high].join(),
  ).map((own) => ({
    kind: 'steps',
    // How many are asked for may have changed on the way.
    goal: own.at(-1)!.goal,
    judged: own.length,
    inTarget: own.filter((s) => s.met).length,
  }));
}

function rangeGoals(walk: readonly WalkGoalsSpan[], used: readonly TimedStride[]): RangeGoalReview[] {
  const set = walk.flatMap((w) => (w.rangeDeg === null ? [] : [{ ...w, degrees: w.rangeDeg }]));
  return groups(set, (w) => `${w.side} ${w.degrees}`).flatMap((spans) => {
    const [{ side: leg, degrees }] = spans;
    const cycles = strideIn(spans, used, leg);
    const ranges = cycles.flatMap(({ curves }) => (curves.knee ? rangeOf(curves.knee) : []));
    if (ranges.length === 0) return [];
    const mean = ranges.reduce((sum, x) => sum + x, 0) / ranges.length;
    const reached = ranges.filter((x) => x >= degrees).length;
    return [{ kind: 'range' as const, side: leg, degrees, strides: ranges.length, reached, mean }];
  });
}

function symmetryGoals(walk: readonly WalkGoalsSpan[], used: readonly TimedStride[]): SymmetryGoalReview[] {
  const set = walk.flatMap((w) => (w.symmetryPercent === null ? [] : [{ ...w, percent: w.symmetryPercent }]));
  return groups(set, (w) => String(w.percent)).flatMap((spans) => {
    const legs = { r: strideIn(spans, used, 'r'), l: strideIn(spans, used, 'l') };
    const mean = (leg: Side): number | undefined => summarise(legs[leg])?.range.knee?.mean;
    const [right, left] = [mean('r'), mean('l')];
    if (right === undefined || left === undefined) return [];
    return [
      {
        kind: 'symmetry' as const,
        percent: spans[0].percent,
        strides: { r: legs.r.length, l: legs.l.length },
        index: symmetryIndex(right, left),
      },
    ];
  });
}

const strideIn = (spans: readonly Span[], used: readonly TimedStride[], leg: Side) =>
  used
    .filter(({ cycle, endS }) => cycle.side === leg && spans.some((s) => endS >= s.fromS && endS < s.toS))
    .map((s) => s.cycle);

/** Those with the same key together, in the order of their first. */
function groups<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  const found = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = found.get(key);
    if (group) group.push(one);
    else found.set(key, [one]);
  }
  return [...found.values()];
}
