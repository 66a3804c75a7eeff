import { SIDES } from '../../gait/channels';
import type { CycleSet } from '../../gait/cycles/cycle-set';
import { CYCLE_JOINTS } from '../../gait/cycles/types';
import { aimOf, momentsOf } from '../../gait/feedback/aims';
import { bestBand, normBand } from '../../gait/feedback/propose';
import type { GoalProposal } from './feedback-protocol';

/** Bands that a therapist may take, for everything that can be aimed at with these cycles. */
export function proposals(cycles: CycleSet): GoalProposal[] {
  return SIDES.flatMap((side) => {
    const used = cycles.used(side);
    return CYCLE_JOINTS.flatMap((joint) => {
      const own = used.filter((c) => c.curves[joint] !== undefined);
      return momentsOf(joint).map((moment): GoalProposal => {
        const aim = aimOf(joint, moment)!;
        const best = bestBand(own, joint, aim);
        return { side, joint, moment, strides: own.length, best, norm: normBand(own, joint, aim) };
      });
    });
  });
}
