import type { TickBundle } from '../../../engine/protocol';

export const STEPS = 4;
export const JOINT = 'knee_angle_r';

/**
 * Measured: tick t is t (right knee) and -t (left). The forecast made at t says 1000 t + step, its band one around it,
 * the baseline half above it. Forecasts are made at every `pitch`-th tick.
 */
export function bundle(
  firstTick: number,
  rows: number,
  over: Partial<TickBundle> = {},
  { pitch = 1, forecastFrom = firstTick }: { pitch?: number; forecastFrom?: number } = {},
): TickBundle {
  const measured = new Float32Array(rows * 2);
  for (let r = 0; r < rows; r += 1) {
    measured[r * 2] = firstTick + r;
    measured[r * 2 + 1] = -(firstTick + r);
  }
  const made = [];
  for (let t = forecastFrom; t < firstTick + rows; t += 1) if (t % pitch === 0) made.push(t);
  const curve = (t: number, offset: number): number[] =>
    Array.from({ length: STEPS }, (_, s) => 1000 * t + s + 1 + offset);
  return {
    generation: 1,
    firstTick,
    rows,
    channels: [JOINT, 'knee_angle_l'],
    measured,
    lanes: [{ side: 'r', joints: [JOINT] }],
    steps: STEPS,
    forecastTicks: Int32Array.from(made),
    forecasts: [Float32Array.from(made.flatMap((t) => [...curve(t, 0), ...curve(t, -1), ...curve(t, 1)]))],
    compare: [Float32Array.from(made.flatMap((t) => curve(t, 0.5)))],
    newestArrivalEpochMs: 0,
    newestForecastEpochMs: 0,
    publishedEpochMs: 0,
    ...over,
  };
}
