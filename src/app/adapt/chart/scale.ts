/** Data to pixels along one axis. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** Pixel of a value. */
  readonly at: (value: number) => number;
}

/** A scale over exactly `low` to `high`, or opened to the next round values where `round` is set. */
export function linearScale(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
  { round = false, count = 5 }: { round?: boolean; count?: number } = {},
): Scale {
  const wide = high > low ? high : low + 1;
  const step = roundStep((wide - low) / count);
  const [a, b] = round ? [Math.floor(low / step) * step, Math.ceil(wide / step) * step] : [low, wide];
  const ticks: number[] = [];
  for (let i = Math.ceil(a / step - 1e-9); i * step <= b + 1e-9 * step; i += 1) ticks.push(i * step);
  return { low: a, high: b, ticks, at: (value) => from + ((value - a) / (b - a)) * (to - from) };
}

/** 1, 2, 2.5 or 5 times a power of ten, at least `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const lead = [1, 2, 2.5, 5, 10].find((m) => m * power >= step * (1 - 1e-9)) ?? 10;
  return lead * power;
}

/** Decimals that tell all of the ticks apart, and no more. */
export function decimalsOf(ticks: readonly number[]): number {
  const exact = (digits: number): boolean =>
    ticks.every((tick) => Math.abs(Number(tick.toFixed(digits)) - tick) < 1e-9);
  return [0, 1, 2].find(exact) ?? 3;
}

/** Least and greatest known value of all lists; null where nothing is known. */
export function extent(lists: readonly ArrayLike<number>[]): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const list of lists)
    for (let i = 0; i < list.length; i += 1) {
      if (!Number.isFinite(list[i])) continue;
      low = Math.min(low, list[i]);
      high = Math.max(high, list[i]);
    }
  return low <= high ? [low, high] : null;
}
