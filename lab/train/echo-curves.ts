import type { EchoCard } from '../../src/forecast/model-card';

/** The gap between present and matches is closed by 1 - .2^(step / 50): fast at first, four fifths in half a second. */
const GAP_LEFT = 0.2;
const GAP_STEPS = 50;

/** What 1 at each of the echo's points, and then of its gap, means at every step: cubic between the points, 0 at the present. */
export function echoCurves(echo: EchoCard, steps: number): Float64Array[] {
  const at = [0, ...echo.steps];
  const curves = echo.steps.map((_, point) => {
    const values = at.map((_, i) => (i === point + 1 ? 1 : 0));
    return Float64Array.from({ length: steps }, (_, h) => hermite(at, values, h + 1));
  });
  const gap = Float64Array.from({ length: steps }, (_, h) => 1 - GAP_LEFT ** ((h + 1) / GAP_STEPS));
  return [...curves, gap];
}

/** Cubic through the points with the slopes of their neighbours' chords; flat beyond the last. */
function hermite(at: readonly number[], values: readonly number[], x: number): number {
  const last = at.length - 1;
  if (x >= at[last]) return values[last];
  const i = at.findIndex((a) => a > x) - 1;
  const slope = (j: number): number => {
    const [a, b] = [Math.max(j - 1, 0), Math.min(j + 1, last)];
    return (values[b] - values[a]) / (at[b] - at[a]);
  };
  const width = at[i + 1] - at[i];
  const t = (x - at[i]) / width;
  const [t2, t3] = [t * t, t * t * t];
  return (
    (2 * t3 - 3 * t2 + 1) * values[i] +
    (t3 - 2 * t2 + t) * width * slope(i) +
    (3 * t2 - 2 * t3) * values[i + 1] +
    (t3 - t2) * width * slope(i + 1)
  );
}
