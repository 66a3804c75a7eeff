import type { ChannelName } from '../../src/gait/channels';
import { StreamConditioner } from '../../src/gait/tick-conditioner';
import { CMU_FEATURES, type CmuTrial } from '../data/cmu';
import { smoothOffline } from '../virtual/cycles';

/** Ticks a second, as in the paper. */
export const RATE = 150;

export type Treatment = 'causal' | 'zero_phase';

/** One trial at 150 Hz: `[channel][tick]` in the order of CMU_FEATURES, deg. */
export interface StudyRecording {
  readonly person: string;
  readonly trial: string;
  readonly clippedKnee: boolean;
  readonly ticks: number;
  /** What forecasters see at a tick: filtered, and as it came. */
  readonly input: readonly Float32Array[];
  readonly raw: readonly Float32Array[];
  /** What they are scored against. */
  readonly truth: readonly Float32Array[];
}

/** Cut-off of the smoothing that gait laboratories are used to, Hz. */
const OFFLINE_HZ = 6;

/**
 * `causal`: the live path's own filter at 120 Hz and line between samples; a tick between two samples knows the later
 * one, so all that forecasters see is one tick (6.7 ms) late and no tick knows more than had been recorded by then.
 * `zero_phase`: forward and backward low-pass at 6 Hz of input and truth, which looks ahead: what papers of this kind
 * report on, not what a device can do.
 */
export function studyRecording(trial: CmuTrial, treatment: Treatment): StudyRecording {
  const { subject, clippedKnee } = trial;
  const about = { person: `cmu:${subject}`, trial: trial.trial, clippedKnee };
  if (treatment === 'zero_phase') {
    const smooth = CMU_FEATURES.map((name) =>
      smoothOffline(trial.features.get(name)!, OFFLINE_HZ, trial.rate),
    );
    const { measured } = ticksOf(smooth, trial.rate);
    return { ...about, ticks: measured[0].length, input: measured, raw: measured, truth: measured };
  }
  const { input, measured } = ticksOf(
    CMU_FEATURES.map((name) => trial.features.get(name)!),
    trial.rate,
  );
  return {
    ...about,
    ticks: measured[0].length,
    input: input.map(oneTickLate),
    raw: measured.map(oneTickLate),
    truth: measured,
  };
}

function ticksOf(channels: readonly ArrayLike<number>[], rate: number) {
  const names: ChannelName[] = [...CMU_FEATURES];
  const count = channels[0].length;
  const data = new Float32Array(count * names.length);
  channels.forEach((values, c) => {
    for (let i = 0; i < count; i++) data[i * names.length + c] = values[i];
  });
  const length = Math.floor(((count - 1) * RATE) / rate + 1e-9) + 1;
  const input = names.map(() => new Float32Array(length));
  const measured = names.map(() => new Float32Array(length));
  new StreamConditioner({ channels: names, rate, modelRate: RATE, originUs: 0 }).push(
    { stream: 0, channels: names, rate, firstIndex: 0, startUs: 0, count, data },
    (tick, i, m) => {
      for (let c = 0; c < names.length; c++) {
        input[c][tick] = i[c];
        measured[c][tick] = m[c];
      }
    },
  );
  return { input, measured };
}

function oneTickLate(x: Float32Array): Float32Array {
  const late = new Float32Array(x.length);
  late.set(x.subarray(0, x.length - 1), 1);
  late[0] = x[0];
  return late;
}
