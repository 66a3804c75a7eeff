import type { LoadedModel } from '../../../src/forecast/model-library';
import type { Executor } from '../../../src/forecast/runtime/executor';
import { Rng } from '../../../src/gait/rng';
import type { UciRecording } from '../../data/uci';
import { kneeSignal } from '../../train/recordings';
import { FAULTS, type FaultId } from './faults';
import { watch, type Watched } from './watched';

/** What became of one injected fault. Ticks; null: never within the trial. */
export interface FaultTrial {
  readonly fault: FaultId;
  /** From the first tick at which the signal is off by more than 3 deg to the first hidden forecast; 0 where it was hidden by then. */
  readonly sinceEffect: number | null;
  /** The same from the fault itself: a sensor that sticks while the leg rests does no harm yet. */
  readonly sinceFault: number | null;
  /** The signal was off by more than 3 deg at all. */
  readonly harmful: boolean;
  /** Share (0-1) of ticks hidden from 300 ms after the effect to the trial's end. */
  readonly hiddenAfter: number;
  /** Of the forecasts shown again after that: how many there are, and how many of them came true, inside their interval at 100 ms. */
  readonly shownAgain: number;
  readonly cameTrue: number;
}

const OFF_DEG = 3;
/** Ticks before the fault: a window and some of forecasts to compare with; and after. */
const BEFORE = 280;
const AFTER = 90;
const IN_TIME = 30;
/** 100 ms. */
const HORIZON = 10;

interface TrialOptions {
  readonly model: LoadedModel;
  readonly executor: Executor;
  readonly recording: UciRecording;
  /** [ticks] 1 where he walks straight on. */
  readonly good: Uint8Array;
  readonly strideTicks: number;
  readonly times: number;
  readonly seed: number;
}

/** Breaks the sensor `times` in each way at random moments of good gait, at the native rate and before the conditioner. */
export async function faultTrials(options: TrialOptions): Promise<FaultTrial[]> {
  const { model, executor, recording, good, strideTicks, times, seed } = options;
  const rng = new Rng(seed);
  const rate = model.card.rate;
  const each = recording.rate / rate;
  const sound = kneeSignal(recording, rate).measured;
  const onsets: number[] = [];
  for (let t = BEFORE; t < sound.length - AFTER; t++) if (good[t] === 1) onsets.push(t);
  const trials: FaultTrial[] = [];
  for (const fault of onsets.length === 0 ? [] : FAULTS)
    for (let k = 0; k < times; k++) {
      const onset = onsets[Math.floor(rng.uniform() * onsets.length)];
      const broken = fault.apply(recording.knee, recording.rate, onset * each, strideTicks * each, rng);
      const knee = broken.subarray((onset - BEFORE) * each, (onset + AFTER) * each);
      const signal = kneeSignal({ rate: recording.rate, knee }, rate);
      const watched = await watch(model, executor, signal, [HORIZON]);
      trials.push(trialOf(fault.id, signal.measured, sound.subarray(onset - BEFORE), watched));
    }
  return trials;
}

function trialOf(
  fault: FaultId,
  broken: Float32Array,
  sound: Float32Array,
  { reasons, inside: [inside] }: Watched,
): FaultTrial {
  const hidden = (t: number) => typeof reasons[t] === 'string';
  const first = (from: number, is: (t: number) => boolean): number | null => {
    for (let t = from; t < broken.length; t++) if (is(t)) return t;
    return null;
  };
  const effect = first(BEFORE, (t) => Math.abs(broken[t] - sound[t]) > OFF_DEG);
  const seen = first(BEFORE, hidden);
  const from = (effect ?? BEFORE) + IN_TIME;
  const after = Array.from({ length: Math.max(0, broken.length - from) }, (_, i) => from + i);
  const again = after.filter((t) => !hidden(t) && inside[t] >= 0);
  return {
    fault,
    harmful: effect !== null,
    sinceEffect: effect === null || seen === null ? null : Math.max(0, seen - effect),
    sinceFault: seen === null ? null : seen - BEFORE,
    hiddenAfter: after.filter(hidden).length / Math.max(1, after.length),
    shownAgain: again.length,
    cameTrue: again.filter((t) => inside[t] === 1).length,
  };
}
