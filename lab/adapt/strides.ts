import { strideOf } from '../../src/adapt/strides/stride-rule';
import type { MarkedStride } from '../../src/adapt/walk';
import { CycleSet } from '../../src/gait/cycles/cycle-set';
import { CycleTracker } from '../../src/gait/cycles/cycle-tracker';
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

/** Cycles as strides to learn from, by the product's own rule: marked by what is known when the last of them ends. */
export function strideMarks(cycles: readonly GaitCycle[]): MarkedStride[] {
  const set = new CycleSet();
  for (const cycle of cycles) set.add(cycle);
  return set.entries.map(strideOf);
}
