import { type Side, SIDES } from '../../gait/channels';
import { summarise } from '../../gait/cycles/leg-summary';
import { markCycles } from '../../gait/cycles/mark-cycles';
import type { GaitCycle } from '../../gait/cycles/types';
import type { ForecastScores } from './forecast-scores';
import type { TimedStepNote } from './logged-goals';
import type { BlockSpan, Span } from './order';
import type { BlockLeg, ReviewBlock } from './review';
import type { TimedStride } from './strides';
import { symmetryOf } from './symmetry';

interface Walked {
  /** All strides of the session. */
  readonly timed: readonly TimedStride[];
  /** Steps against the target on the patient's screen. */
  readonly steps: readonly TimedStepNote[];
  readonly scores: readonly ForecastScores[];
}

/**
 * What the steps of the session's order came to. A stride (a step against a target, a forecast's truth) belongs to the step in which it ends,
 * as it does when the order counts strides: each to one, none to two.
 */
export function reviewBlocks(
  spans: readonly BlockSpan[],
  { timed, steps, scores }: Walked,
): readonly ReviewBlock[] {
  return spans.map((span, at) => {
    const legs: Partial<Record<Side, BlockLeg>> = {};
    for (const side of SIDES) {
      const own = timed.filter((s) => s.cycle.side === side);
      if (own.length > 0) legs[side] = blockLeg(own, span);
    }
    const judged = steps.filter((s) => within(span, s.endS));
    const { kind, n } = span;
    return {
      ...span,
      begunAnew: spans.slice(at + 1).some((s) => s.kind === kind && s.n === n),
      legs,
      symmetry: symmetryOf(legs),
      judged: judged.length,
      inTarget: judged.filter((s) => s.met).length,
      errors: scores.flatMap((score) => score.ofBlock(at) ?? []),
    };
  });
}

const within = ({ fromS, toS }: Span, s: number): boolean => s >= fromS && s < toS;

/** `own`: all strides of one leg in the session. */
function blockLeg(own: readonly TimedStride[], span: Span): BlockLeg {
  const inside = own.flatMap(({ cycle, endS }, i) =>
    // The last one before standing is told by the one behind it, which may be of another step.
    within(span, endS) ? [{ cycle, stops: own.at(i + 1)?.cycle.before === 'standing' }] : [],
  );
  const cycles = inside.map((s) => s.cycle);
  const sound = inside.map(({ cycle, stops }) => cycle.flags.length === 0 && !stops);
  const marks = markCycles(cycles, sound);
  const used: GaitCycle[] = cycles.filter((_, i) => sound[i] && marks[i].length === 0);
  return { found: cycles.length, summary: summarise(used) };
}
