import type { Refusal, RefusalCode } from '../../adapt/strides/refusal';
import { fixed } from '../format';

/** Under which text a refusal stands; a walk without any stride is told apart from one that is too slow. */
export type RefusalText = RefusalCode | 'no_stride';

export const textOf = ({ code, found }: Refusal): RefusalText =>
  code === 'not_walking' && found === 0 ? 'no_stride' : code;

const AS_PERCENT = new Set<RefusalCode>(['corrupt', 'clipped', 'swapped_legs']);
const DECIMALS: Partial<Record<RefusalCode, number>> = { constant: 1, not_walking: 1 };

/** `found` and `limit` as they are read: shares as percent, the rest in their own unit. */
export function figuresOf({ code, found, limit }: Refusal): { found: string; limit: string } {
  const show = (value: number): string =>
    AS_PERCENT.has(code) ? fixed(100 * value, 0) : fixed(value, DECIMALS[code] ?? 0);
  return { found: show(found), limit: show(limit) };
}

/** What only walking on mends; while the patient walks it is no obstacle but a matter of time. */
const TIME_MENDS = new Set<RefusalCode>(['too_few_strides', 'not_walking']);

/** Those that somebody has to do something about; until there are strides, only walking on can tell. */
export const obstacles = (refusals: readonly Refusal[], strides: number): readonly Refusal[] =>
  refusals.filter((r) => !(TIME_MENDS.has(r.code) && (strides === 0 || r.code === 'too_few_strides')));
