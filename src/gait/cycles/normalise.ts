/** Points of a gait cycle, 0-100 %. */
export const CYCLE_POINTS = 101;

/** A hole up to this many values is bridged by a line. */
const BRIDGED = 5;

/**
 * Values from `start` to `end` (ticks, may lie between two) as 101 points, 0 % at the start and 100 % at the end. Holes of up to five ticks are
 * bridged; points in longer ones are NaN.
 */
export function normalise(value: (tick: number) => number, start: number, end: number): Float32Array {
  const out = new Float32Array(CYCLE_POINTS);
  for (let i = 0; i < CYCLE_POINTS; i += 1) {
    out[i] = between(value, start + ((end - start) * i) / (CYCLE_POINTS - 1));
  }
  return out;
}

function between(value: (tick: number) => number, at: number): number {
  const before = sound(value, Math.floor(at), -1);
  const after = sound(value, Math.ceil(at), 1);
  if (before === null || after === null || after - before > BRIDGED + 1) return NaN;
  if (before === after) return value(before);
  const share = (at - before) / (after - before);
  return (1 - share) * value(before) + share * value(after);
}

function sound(value: (tick: number) => number, tick: number, step: 1 | -1): number | null {
  for (let k = 0; k <= BRIDGED; k += 1) if (Number.isFinite(value(tick + k * step))) return tick + k * step;
  return null;
}
