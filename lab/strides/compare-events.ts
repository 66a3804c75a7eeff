import type { GaitEvent } from '../../src/gait/cycles/types';

/** Times of events of one leg, ms. */
export type EventTimes = Readonly<Record<GaitEvent['kind'], readonly number[]>>;

export interface Agreement {
  /** True events that could have been found. */
  readonly there: number;
  readonly found: number;
  /** Told where there was none. */
  readonly extra: number;
  /** Told less true, ms, of those found. */
  readonly errors: readonly number[];
}

/** Nearer than this belong together. */
const TOGETHER_MS = 200;

/** Pairs each true event from `from` to `to` with the nearest told one; what is told outside that time counts for nothing. */
export function compare(
  truth: readonly number[],
  told: readonly number[],
  from: number,
  to: number,
): Agreement {
  const wanted = truth.filter((t) => t >= from && t <= to);
  const left = new Set(told);
  const errors: number[] = [];
  for (const t of wanted) {
    let best: number | null = null;
    for (const x of left) if (best === null || Math.abs(x - t) < Math.abs(best - t)) best = x;
    if (best === null || Math.abs(best - t) > TOGETHER_MS) continue;
    left.delete(best);
    errors.push(best - t);
  }
  const extra = [...left].filter(
    (x) => x >= from && x <= to && !truth.some((t) => Math.abs(t - x) <= TOGETHER_MS),
  ).length;
  return { there: wanted.length, found: errors.length, extra, errors };
}

export function together(parts: readonly Agreement[]): Agreement {
  const sum = (get: (a: Agreement) => number): number => parts.reduce((s, a) => s + get(a), 0);
  return {
    there: sum((a) => a.there),
    found: sum((a) => a.found),
    extra: sum((a) => a.extra),
    errors: parts.flatMap((a) => a.errors),
  };
}
