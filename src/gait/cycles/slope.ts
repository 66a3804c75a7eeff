const HALF = 3;

/** Ticks by which `slopeAt` needs the future of the tick that it is asked for. */
export const SLOPE_LAG = HALF;

/** Change per tick of the line through the seven values around `tick`; NaN with fewer than five of them. */
export function slopeAt(value: (tick: number) => number, tick: number): number {
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  for (let k = -HALF; k <= HALF; k += 1) {
    const y = value(tick + k);
    if (!Number.isFinite(y)) continue;
    n += 1;
    sx += k;
    sy += y;
    sxx += k * k;
    sxy += k * y;
  }
  return n < 5 ? NaN : (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

/** Where the parabola through three neighbours has its extreme, relative to the middle one, within half a tick. */
export function vertex(before: number, middle: number, after: number): number {
  const bend = before - 2 * middle + after;
  const at = bend === 0 ? 0 : (0.5 * (before - after)) / bend;
  return Number.isFinite(at) ? Math.max(-0.5, Math.min(0.5, at)) : 0;
}
