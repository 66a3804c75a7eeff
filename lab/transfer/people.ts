import type { Walk, WalkChannel } from '../../src/adapt/walk';
import type { SampleBlock } from '../../src/gait/sample-block';
import { bindToSide } from '../../src/gait/channels';
import { StreamConditioner } from '../../src/gait/tick-conditioner';
import { readUciSet, UCI_MUSCLES, type UciRecording } from '../data/uci';
import { type Person, uciDir } from '../train/people';
import { EMG_INPUTS } from '../train/recipes/knee-emg';
import { KNEE, type KneeSignal, kneeSignal, personOf } from '../train/recordings';

/** Knee and EMG of one leg: the right one by name; which leg it was is not told. */
const SIDE = 'r';
const FINE_RATE = 1000;

/** A person's first recording as the live path has it: knee and EMG envelopes, tick by tick. */
export interface TransferPerson extends Person {
  readonly walk: Walk;
}

/** Everyone of the UCI layout in `dir` (default: the data directory), with EMG. */
export function readTransferPeople(rate: number, dir?: string): TransferPerson[] {
  const people = new Map<string, UciRecording[]>();
  for (const recording of readUciSet(dir ?? uciDir(), 'mar'))
    people.set(recording.person, [...(people.get(recording.person) ?? []), recording]);
  return [...people.values()].map((recordings) => {
    const judged = recordings.map((r) => withEmg(r, rate));
    return {
      id: personOf(recordings[0]),
      group: recordings[0].group,
      files: recordings.map((r) => `${r.person}${r.task}`),
      fine: recordings.map((r) => withEmg(r, FINE_RATE)),
      judged,
      walk: walkOfSignal(judged[0]),
    };
  });
}

/** Knee and EMG envelopes through the live conditioner, at `rate`. */
export function withEmg(recording: UciRecording, rate: number): KneeSignal {
  const knee = kneeSignal(recording, rate);
  const channels = UCI_MUSCLES.map((muscle) => bindToSide(`${muscle}_ipsi`, SIDE));
  const count = recording.knee.length;
  const data = new Float32Array(count * channels.length);
  UCI_MUSCLES.forEach((muscle, m) => {
    recording.emg[muscle].forEach((v, i) => (data[i * channels.length + m] = v));
  });
  const block: SampleBlock = {
    stream: 1,
    channels,
    rate: recording.rate,
    firstIndex: 0,
    startUs: 0,
    count,
    data,
  };
  const out = channels.map(() => new Float32Array(knee.input.length));
  const conditioner = new StreamConditioner({
    channels,
    rate: recording.rate,
    modelRate: rate,
    originUs: 0,
  });
  conditioner.push(block, (tick, input) => {
    if (tick < knee.input.length) input.forEach((v, c) => (out[c][tick] = v));
  });
  return { ...knee, others: Object.fromEntries(EMG_INPUTS.map((name, m) => [name, out[m]])) };
}

/** All channels of a signal as a walk, which the live forecasters and the adaptation read. */
export function walkOfSignal(signal: KneeSignal): Walk {
  const channels: Record<string, WalkChannel> = {
    [KNEE]: { input: signal.input, measured: signal.measured },
  };
  for (const [name, x] of Object.entries(signal.others ?? {}))
    channels[bindToSide(name, SIDE)] = { input: x, measured: x };
  return { rate: signal.rate, ticks: signal.input.length, channels };
}
