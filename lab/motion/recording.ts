import type { Walk } from '../../src/adapt/walk';
import type { ChannelName } from '../../src/gait/channels';
import { StreamConditioner } from '../../src/gait/tick-conditioner';
import { CMU_FEATURES, type CmuTrial } from '../data/cmu';
import type { GaitPrintWalk } from '../data/gaitprint';

/** Joint angles of a walking person at their native rate, whatever set they are from. */
export interface MotionRecording {
  /** As cards name people: `cmu:35`. */
  readonly person: string;
  readonly name: string;
  readonly rate: number;
  /** Degrees, native rate, all of one length. */
  readonly channels: ReadonlyMap<ChannelName, Float32Array>;
  /** The solver held a knee at 0 in some frames. */
  readonly clippedKnee: boolean;
}

export const fromCmu = ({ subject, trial, rate, features, clippedKnee }: CmuTrial): MotionRecording => ({
  person: `cmu:${subject}`,
  name: trial,
  rate,
  channels: new Map(CMU_FEATURES.map((name) => [name, features.get(name)!])),
  clippedKnee,
});

/** Contacts are left out; offsets of sensors stay, because windows are taken relative to their newest value. */
export const fromGaitPrint = ({ person, rate, features }: GaitPrintWalk): MotionRecording => ({
  person: `gaitprint:${person}`,
  name: person,
  rate,
  channels: new Map([...features].filter(([name]) => !name.startsWith('foot_contact'))),
  clippedKnee: false,
});

/**
 * The recording through the live pipeline's own conditioner: at model rate to judge, at its native rate (every sample,
 * after the same causal filter) to cut training windows from.
 */
export function walkAt(recording: MotionRecording, modelRate: number): Walk {
  const names = [...recording.channels.keys()];
  const columns = [...recording.channels.values()];
  const { rate } = recording;
  const count = columns[0].length;
  const data = new Float32Array(count * names.length);
  columns.forEach((values, c) => values.forEach((v, i) => (data[i * names.length + c] = v)));
  const ticks = Math.floor(((count - 1) * modelRate) / rate + 1e-9) + 1;
  const channels = Object.fromEntries(
    names.map((name) => [name, { input: new Float32Array(ticks), measured: new Float32Array(ticks) }]),
  );
  const places = names.map((name) => channels[name]);
  new StreamConditioner({ channels: names, rate, modelRate, originUs: 0 }).push(
    { stream: 0, channels: names, rate, firstIndex: 0, startUs: 0, count, data },
    (tick, input, measured) => {
      if (tick >= ticks) return;
      places.forEach((place, c) => {
        place.input[tick] = input[c];
        place.measured[tick] = measured[c];
      });
    },
  );
  return { rate: modelRate, ticks, channels };
}
