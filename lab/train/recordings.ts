import type { SampleBlock } from '../../src/gait/sample-block';
import { StreamConditioner } from '../../src/gait/tick-conditioner';
import type { UciRecording } from '../data/uci';

/** The name under which a recording's only knee runs through the pipeline; which leg it was is not told. */
export const KNEE = 'knee_angle_r';
/** The same as cards name it. */
export const RELATIVE_KNEE = 'knee_angle_ipsi';

/** A knee at an even rate: `input` conditioned as live, `measured` unfiltered, deg. */
export interface KneeSignal {
  readonly rate: number;
  readonly input: Float32Array;
  readonly measured: Float32Array;
  /** Conditioned channels beside the knee (EMG envelopes, mV; force, N), as cards name them. */
  readonly others?: Readonly<Record<string, Float32Array>>;
}

/** `uci:3A`, as cards name people. */
export const personOf = (recording: Pick<UciRecording, 'person'>): string => `uci:${recording.person}`;

/**
 * Runs a recording through the live pipeline's own conditioner and takes the rows at `rate`: 100 Hz to judge, 1000 Hz
 * (every sample, after the same causal filter) to cut training windows from at any phase and speed.
 */
export function kneeSignal(recording: { rate: number; knee: Float32Array }, rate: number): KneeSignal {
  const block: SampleBlock = {
    stream: 0,
    channels: [KNEE],
    rate: recording.rate,
    firstIndex: 0,
    startUs: 0,
    count: recording.knee.length,
    data: recording.knee,
  };
  const length = Math.floor(((recording.knee.length - 1) * rate) / recording.rate) + 1;
  const input = new Float32Array(length);
  const measured = new Float32Array(length);
  const options = { channels: [KNEE], rate: recording.rate, modelRate: rate, originUs: 0 };
  new StreamConditioner(options).push(block, (tick, i, m) => {
    input[tick] = i[0];
    measured[tick] = m[0];
  });
  return { rate, input, measured };
}
