import type { ChannelName, Side } from '../../src/gait/channels';
import type { LegTick } from '../../src/gait/cycles/types';
import type { SampleBlock } from '../../src/gait/sample-block';
import { StreamConditioner } from '../../src/gait/tick-conditioner';

/** Ticks a second, as live. */
export const RATE = 100;

/** Channels of one leg that a detector may see. */
const JOINTS = {
  hip: 'hip_flexion',
  knee: 'knee_angle',
  ankle: 'ankle_angle',
  contact: 'foot_contact',
} as const;

/**
 * A recording at any rate as the ticks that the live pipeline makes of it (`measured`), of one leg. Channels that the recording does not
 * have are left out.
 */
export function legTicks(
  features: ReadonlyMap<ChannelName, Float32Array>,
  rate: number,
  side: Side,
): LegTick[] {
  const rows = Object.entries(JOINTS).flatMap(([joint, base]) => {
    const values = features.get(`${base}_${side}`);
    return values === undefined ? [] : [{ joint, name: `${base}_${side}`, values }];
  });
  const count = rows[0].values.length;
  const data = new Float32Array(count * rows.length);
  rows.forEach(({ values }, c) => values.forEach((x, i) => (data[i * rows.length + c] = x)));
  const channels = rows.map((r) => r.name);
  const block: SampleBlock = { stream: 0, channels, rate, firstIndex: 0, startUs: 0, count, data };
  const ticks: LegTick[] = [];
  new StreamConditioner({ channels, rate, modelRate: RATE, originUs: 0 }).push(block, (tick, _, measured) => {
    ticks[tick] = Object.fromEntries(rows.map(({ joint }, c) => [joint, measured[c]])) as unknown as LegTick;
  });
  return ticks;
}

/** What a detector is given of a leg. */
export const SIGHTS = {
  knee: (t: LegTick): LegTick => ({ knee: t.knee }),
  knee_hip: (t: LegTick): LegTick => ({ knee: t.knee, hip: t.hip }),
  knee_hip_ankle: (t: LegTick): LegTick => ({ knee: t.knee, hip: t.hip, ankle: t.ankle }),
} as const;
export type Sight = keyof typeof SIGHTS;
