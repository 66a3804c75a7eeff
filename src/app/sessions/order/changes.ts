import { otherSide, type Side } from '../../../gait/channels';
import type { ReviewBlock, ReviewOrder } from '../../../records/review/review';

export interface Value {
  readonly mean: number;
  /** null where it has none. */
  readonly sd: number | null;
  /** Strides behind it; for the symmetry index those of the leg that has fewer. */
  readonly n: number;
}

/** One figure at the baseline and at the retest. */
export interface Change {
  readonly of: 'range' | 'cadence' | 'symmetry';
  /** Of a range. */
  readonly side: Side | null;
  readonly from: Value;
  readonly to: Value;
}

/** The last retest and the last first baseline before it; null where one of them was not walked. */
export function comparedBlocks({ blocks }: ReviewOrder): readonly [ReviewBlock, ReviewBlock] | null {
  const retest = blocks.findLast((b) => b.kind === 'retest');
  const baseline = blocks.findLast(
    (b) => b.kind === 'baseline' && b.n === 1 && retest !== undefined && b.fromS < retest.fromS,
  );
  return baseline && retest ? [baseline, retest] : null;
}

/** What both have, the affected side first. */
export function changesOf(baseline: ReviewBlock, retest: ReviewBlock, affected: Side): Change[] {
  const both = [baseline, retest] as const;
  const sides = [affected, otherSide(affected)];
  // One leg's at both ends, never one leg's against the other's.
  const walked = sides.find((side) => both.every((b) => b.legs[side]?.summary));
  const change = (
    of: Change['of'],
    side: Side | null,
    read: (block: ReviewBlock) => Value | null,
  ): Change[] => {
    const [from, to] = both.map(read);
    return from && to ? [{ of, side, from, to }] : [];
  };
  return [
    ...sides.flatMap((side) => change('range', side, ({ legs }) => legs[side]?.summary?.range.knee ?? null)),
    ...change('cadence', null, (block) => (walked === undefined ? null : cadenceOf(block, walked))),
    ...change('symmetry', null, symmetryValue),
  ];
}

/** Of the affected leg, else of the other one. */
export const cadenceOf = ({ legs }: ReviewBlock, affected: Side): Value | null =>
  (legs[affected]?.summary ?? legs[otherSide(affected)]?.summary)?.cadence ?? null;

/** Index of the knee ranges. */
export function symmetryValue({ legs, symmetry }: ReviewBlock): Value | null {
  const index = symmetry.find((s) => s.key === 'range_knee')?.index;
  const n = Math.min(legs.r?.summary?.cycles ?? 0, legs.l?.summary?.cycles ?? 0);
  return index === undefined || !Number.isFinite(index) ? null : { mean: index, sd: null, n };
}
