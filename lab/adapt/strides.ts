import type { MarkedStride } from '../../src/adapt/walk';
import { CycleTracker } from '../../src/gait/cycles/cycle-tracker';
import { markCycles } from '../../src/gait/cycles/mark-cycles';
import type { GaitCycle } from '../../src/gait/cycles/types';
import type { KneeSignal } from '../train/recordings';

/** Every gait cycle of a knee recording, as the live tracker finds them. */
export function cyclesOf(signal: KneeSignal): GaitCycle[] {
  const tracker = new CycleTracker(signal.rate);
  const cycles: GaitCycle[] = [];
  for (let t = 0; t < signal.measured.length; t++)
    cycles.push(...tracker.push({ r: { knee: signal.measured[t] } }));
  return cycles;
}

/**
 * Cycles as strides to learn from, marked by what is known when the last of them ends. Left out: holes, turns and pauses. The
 * first cycle after standing, the odd one and one whose events were not all seen stay in: what is to be forecast is walking as it is.
 */
export function strideMarks(cycles: readonly GaitCycle[]): MarkedStride[] {
  const marks = markCycles(
    cycles,
    cycles.map((c) => c.flags.length === 0),
  );
  return cycles.map((c, i) => ({
    start: c.startTick,
    end: c.endTick,
    use: !c.flags.includes('gap') && !marks[i].includes('turn') && !marks[i].includes('stop'),
  }));
}
