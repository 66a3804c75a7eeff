import type { Side } from '../../gait/channels';
import type { LegSummary } from '../../gait/cycles/leg-summary';
import { CYCLE_JOINTS } from '../../gait/cycles/types';
import type { SymmetryFigure, SymmetryKey } from './review';

interface Read {
  readonly key: SymmetryKey;
  readonly unit: SymmetryFigure['unit'];
  readonly of: (leg: LegSummary) => number | undefined;
}

const READ: readonly Read[] = [
  ...CYCLE_JOINTS.map(
    (joint): Read => ({ key: `range_${joint}`, unit: 'deg', of: (leg) => leg.range[joint]?.mean }),
  ),
  { key: 'stance', unit: 'percent', of: (leg) => leg.stancePercent?.mean },
  {
    key: 'swing',
    unit: 'percent',
    of: (leg) => (leg.stancePercent === null ? undefined : 100 - leg.stancePercent.mean),
  },
  // From this leg's strike to the other's is the other leg's step.
  {
    key: 'step',
    unit: 's',
    of: (leg) => (leg.stepPercent === null ? undefined : (leg.stepPercent.mean / 100) * leg.seconds.mean),
  },
];

/** Right against left, of all that both legs have. */
export function symmetryOf(
  legs: Readonly<Partial<Record<Side, { readonly summary: LegSummary | null }>>>,
): SymmetryFigure[] {
  const [r, l] = [legs.r?.summary, legs.l?.summary];
  if (!r || !l) return [];
  return READ.flatMap(({ key, unit, of }) => {
    const [right, left] = key === 'step' ? [of(l), of(r)] : [of(r), of(l)];
    if (right === undefined || left === undefined) return [];
    return [{ key, unit, right, left, index: symmetryIndex(right, left) }];
  });
}

/** 100 x (R - L) / ((R + L) / 2), %; NaN where both are 0. */
export const symmetryIndex = (right: number, left: number): number => (200 * (right - left)) / (right + left);
