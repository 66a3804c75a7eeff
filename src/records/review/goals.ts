import type { Side } from '../../gait/channels';
import { rangeOf, summarise } from '../../gait/cycles/leg-summary';
import type { LoggedGoals, TimedStepNote, WalkGoalsSpan } from './logged-goals';
import type { Span } from './order';
import type { RangeGoalReview, ReviewGoal, StepGoalReview, SymmetryGoalReview } from './review';
import type { TimedStride } from './strides';
import { symmetryIndex } from './symmetry';

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
