import type { CycleJoint, GaitCycle } from '../../gait/cycles/types';
import type { Band } from '../../gait/feedback/goal';
import { normCurve } from '../../gait/norms';

/** Strides that decide; room above and below as a share of the range; steps of the edges, deg. */
const STRIDES = 10;
const ROOM = 0.12;
const STEP = 5;

/**
 * Lower and upper edge of the screen, deg: the person's own movement lately, and the band. Before the first stride the norm's. The range
 * `before` stays as long as all of it can be seen and half of it is used: what moves on screen is the joint.
 */
export function viewRange(
  cycles: readonly GaitCycle[],
  joint: CycleJoint,
  band: Band | null,
  before: readonly [number, number] | null,
): readonly [number, number] {
  const curves = cycles.slice(-STRIDES).flatMap((c) => c.curves[joint] ?? []);
  if (curves.length === 0) curves.push(normCurve(joint).mean);
  let [low, high] = [band?.low ?? Infinity, band?.high ?? -Infinity];
  for (const curve of curves)
    for (const y of curve) {
      if (y < low) low = y;
      if (y > high) high = y;
    }
  if (before !== null && low >= before[0] && high <= before[1] && 2 * (high - low) >= before[1] - before[0])
    return before;
  const room = ROOM * (high - low);
  return [Math.floor((low - room) / STEP) * STEP, Math.ceil((high + room) / STEP) * STEP];
}
