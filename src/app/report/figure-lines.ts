import { type Side, SIDES } from '../../gait/channels';
import type { LegSummary } from '../../gait/cycles/leg-summary';
import { CYCLE_JOINTS } from '../../gait/cycles/types';
import type { FigureKind } from '../../records/review/figures';
import type { LegReview, SessionReview, SymmetryKey } from '../../records/review/review';

interface MeanSd {
  readonly mean: number;
  readonly sd: number;
}

/** One line of the printed table. */
export interface FigureLine {
  readonly kind: FigureKind;
  /** A joint of the cycle; empty for none. */
  readonly of: string;
  readonly sides: Readonly<Partial<Record<Side, MeanSd>>>;
  /** Range of the norm's mean curve, deg; null where there is no norm. */
  readonly norm: number | null;
  /** %; null where the figure has none. */
  readonly symmetry: number | null;
}

interface Read {
  readonly kind: FigureKind;
  readonly of: string;
  readonly from: (leg: LegReview, summary: LegSummary) => MeanSd | null | undefined;
  readonly symmetry: SymmetryKey | null;
}

const READ: readonly Read[] = [
  { kind: 'cadence', of: '', from: (_leg, s) => s.cadence, symmetry: null },
  { kind: 'stride_time', of: '', from: (_leg, s) => s.seconds, symmetry: null },
  { kind: 'stance', of: '', from: (_leg, s) => s.stancePercent, symmetry: 'stance' },
  {
    kind: 'swing',
    of: '',
    from: (_leg, s) => s.stancePercent && { mean: 100 - s.stancePercent.mean, sd: s.stancePercent.sd },
    symmetry: 'swing',
  },
  ...CYCLE_JOINTS.map(
    (joint): Read => ({
      kind: 'range',
      of: joint,
      from: (_leg, s) => s.range[joint],
      symmetry: `range_${joint}`,
    }),
  ),
  { kind: 'peak', of: 'knee', from: (_leg, s) => s.peak.knee, symmetry: null },
];

/** Mean and SD across the strides that count, both legs; lines that neither leg has are left out. */
export function figureLines({ legs, symmetry }: SessionReview): FigureLine[] {
  return READ.flatMap(({ kind, of, from, symmetry: key }) => {
    const sides: Partial<Record<Side, MeanSd>> = {};
    for (const side of SIDES) {
      const leg = legs[side];
      const found = leg?.summary ? from(leg, leg.summary) : null;
      if (found) sides[side] = { mean: found.mean, sd: found.sd };
    }
    if (Object.keys(sides).length === 0) return [];
    const index = symmetry.find((s) => s.key === key)?.index;
    return [{ kind, of, sides, norm: normOf(kind, of, legs), symmetry: index ?? null }];
  });
}

function normOf(kind: FigureKind, of: string, legs: SessionReview['legs']): number | null {
  const joint = CYCLE_JOINTS.find((j) => j === of);
  const norm = joint && (legs.r?.joints[joint] ?? legs.l?.joints[joint])?.norm.mean;
  if (!norm || kind !== 'range') return null;
  return Math.max(...norm) - Math.min(...norm);
}
