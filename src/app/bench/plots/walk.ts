import type { TickBundle } from '../../../engine/protocol';
import type { ChannelName } from '../../../gait/channels';

/** Four joints, each measured and forecast: what the plots of the bench draw. */
export const JOINTS: readonly ChannelName[] = [
  'knee_angle_r',
  'hip_flexion_r',
  'ankle_angle_r',
  'knee_angle_l',
];
export const RATE = 100;
const STEPS = 10;

/** A bundle as the engine sends it, of an even walk, with a forecast and a baseline at each tick. */
export function walkBundle(firstTick: number, rows: number): TickBundle {
  const ticks = Int32Array.from({ length: rows }, (_, r) => firstTick + r);
  const curves: number[] = [];
  const compare: number[] = [];
  for (const tick of ticks)
    for (let j = 0; j < JOINTS.length; j++) {
      for (const off of [1, -4, 6]) for (let s = 1; s <= STEPS; s++) curves.push(angle(j, tick + s) + off);
      for (let s = 1; s <= STEPS; s++) compare.push(angle(j, tick) + 3 * s);
    }
  return {
    generation: 1,
    firstTick,
    rows,
    channels: [...JOINTS],
    measured: Float32Array.from({ length: rows * JOINTS.length }, (_, i) =>
      angle(i % JOINTS.length, firstTick + Math.floor(i / JOINTS.length)),
    ),
    lanes: [{ side: 'r', joints: [...JOINTS] }],
    steps: STEPS,
    forecastTicks: ticks,
    forecasts: [Float32Array.from(curves)],
    compare: [Float32Array.from(compare)],
    newestArrivalEpochMs: 0,
    newestForecastEpochMs: 0,
    publishedEpochMs: 0,
  };
}

const angle = (joint: number, tick: number): number =>
  30 + 25 * Math.sin((2 * Math.PI * tick) / 110 + joint) + 8 * Math.sin((4 * Math.PI * tick) / 110);
