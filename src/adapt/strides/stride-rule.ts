import type { CycleEntry } from '../../gait/cycles/cycle-set';
import type { MarkedStride } from '../walk';

/**
 * Is this cycle learned from? What was decided by hand wins. Else left out: holes, turns and pauses. The first cycle after standing, the odd
 * one and one whose events were not all seen stay in: what is to be forecast is walking as it is.
 */
export function isLearnedFrom({
  cycle,
  marks,
  byHand,
}: Pick<CycleEntry, 'cycle' | 'marks' | 'byHand'>): boolean {
  if (byHand !== null) return byHand === 'in';
  return !cycle.flags.includes('gap') && !marks.includes('turn') && !marks.includes('stop');
}

/** A cycle as a stride to learn from, marked by what is known now. */
export function strideOf(entry: Pick<CycleEntry, 'cycle' | 'marks' | 'byHand'>): MarkedStride {
  const { startTick, endTick } = entry.cycle;
  return { start: startTick, end: endTick, use: isLearnedFrom(entry) };
}
