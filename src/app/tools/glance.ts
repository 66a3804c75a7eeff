import type { EngineState } from '../../engine/protocol';
import type { Side } from '../../gait/channels';
import type { WalkGoals } from '../../gait/feedback/goal';
import { symmetryIndex } from '../../records/review/symmetry';

/** What a goal is away, in its own unit; 0 or less: it is met. null: nothing to say yet, or no goal. */
export interface Glance {
  readonly range: Readonly<Record<Side, number | null>>;
  readonly symmetry: number | null;
  readonly rangeToGo: number | null;
  readonly symmetryToGo: number | null;
}

export function glanceOf(legs: EngineState['legs'], affected: Side, goals: WalkGoals): Glance {
  const range = { r: legs.r?.range.knee ?? null, l: legs.l?.range.knee ?? null };
  const symmetry = range.r === null || range.l === null ? null : symmetryIndex(range.r, range.l);
  const own = range[affected];
  return {
    range,
    symmetry,
    rangeToGo: goals.rangeDeg === null || own === null ? null : goals.rangeDeg - own,
    symmetryToGo:
      goals.symmetryPercent === null || symmetry === null ? null : Math.abs(symmetry) - goals.symmetryPercent,
  };
}
