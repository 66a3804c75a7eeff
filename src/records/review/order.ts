import { z } from '../../gait/schema';
import type { Note } from '../log/log-reader';
import { type MarkedBlock, orderMarkSchema } from '../shapes/protocol';
import type { ReviewOrder } from './review';

/** A stretch of the session, seconds since its start: from the first up to, not including, the last. */
export interface Span {
  readonly fromS: number;
  readonly toS: number;
}

export interface BlockSpan extends Span, MarkedBlock {
  readonly label: string;
}

const markSchema = orderMarkSchema.extend({ label: z.string().catch('') });

/** The steps of the session's order as its marks (oldest first) tell; null where none was followed. */
export function orderOf(
  markers: readonly Note[],
  startMs: number,
  endMs: number,
): { readonly spans: readonly BlockSpan[]; readonly end: ReviewOrder['end'] } | null {
  const marks = markers.flatMap(({ atMs, value }) => {
    const mark = markSchema.safeParse(value).data;
    return mark && (mark.block ?? mark.orderEnd) !== undefined
      ? [{ ...mark, atS: (atMs - startMs) / 1000 }]
      : [];
  });
  const lastS = (endMs - startMs) / 1000;
  const spans = marks.flatMap(({ label, block, atS }, i): BlockSpan[] =>
    block ? [{ ...block, label, fromS: atS, toS: marks[i + 1]?.atS ?? afterAll(lastS, atS) }] : [],
  );
  return spans.length === 0 ? null : { spans, end: marks.at(-1)?.orderEnd ?? 'cut' };
}

/** The last tick belongs to what was walked last; a mark behind it begins nothing. */
const afterAll = (lastS: number, markS: number): number => Math.max(lastS + 0.001, markS);
