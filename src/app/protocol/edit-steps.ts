import type { ProtocolStep } from '../../records/shapes/protocol';

type End = ProtocolStep['end'];

/** What a count may be. */
export const COUNTS = {
  strides: { least: 1, most: 2000, usual: 30 },
  seconds: { least: 5, most: 7200, usual: 120 },
} as const;

export const MOST_STEPS = 30;

/** The other way to end a step, with the count that is usual for it. */
export const endBy = (by: End['by']): End => (by === 'hand' ? { by } : { by, count: COUNTS[by].usual });

export const isCount = (by: 'strides' | 'seconds', count: number): boolean =>
  Number.isInteger(count) && count >= COUNTS[by].least && count <= COUNTS[by].most;

/** Step `from` goes to where step `to` is; unchanged where there is no such place. */
export function moved(steps: readonly ProtocolStep[], from: number, to: number): ProtocolStep[] {
  if (to < 0 || to >= steps.length) return [...steps];
  const rest = steps.filter((_, i) => i !== from);
  return [...rest.slice(0, to), steps[from], ...rest.slice(to)];
}
