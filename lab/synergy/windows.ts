import type { ChannelName } from '../../src/gait/channels';
import type { Rng } from '../../src/gait/rng';
import { CMU_FEATURES } from '../data/cmu';
import { type Inputs, STEPS, WINDOW_TICKS } from './design';
import type { StudyRecording } from './recordings';

/** Present ticks `from` to below `to` of a recording: the window ends there, the last target lies STEPS later. */
export interface Part {
  readonly recording: StudyRecording;
  readonly from: number;
  readonly to: number;
}

/** All presents with a whole window before and a whole future after them. */
export const wholePart = (recording: StudyRecording): Part => ({
  recording,
  from: WINDOW_TICKS - 1,
  to: recording.ticks - STEPS,
});

/** Of every recording this share is for training in the within-recording split, the rest is the test. */
const TRAINING_SHARE = 0.7;

/** The last training target comes before the first test present: windows may reach back, targets do not mix. */
export function splitPart(recording: StudyRecording): { training: Part; test: Part } {
  const { from, to } = wholePart(recording);
  const cut = Math.floor(TRAINING_SHARE * recording.ticks);
  return {
    training: { recording, from, to: Math.min(to, cut - STEPS) },
    test: { recording, from: Math.max(from, cut), to },
  };
}

export const presents = (parts: readonly Part[]): number =>
  parts.reduce((sum, p) => sum + Math.max(0, p.to - p.from), 0);

/** Place of a channel in a recording. */
export const placeOf = (name: ChannelName): number => CMU_FEATURES.indexOf(name);

export type OutputForm = 'change' | 'absolute';

/** Newest samples of each target joint that go past the body into the head, where the output is a change. */
const RECENT = 12;
/** Changes over a few ticks are a small part of an SD: brought to size 1. */
const RECENT_SCALE = 3;

/** Mean and SD of each feature over the training parts, deg. */
export interface Standard {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}

export function standardOf(parts: readonly Part[]): Standard {
  const mean: number[] = [];
  const sd: number[] = [];
  for (let c = 0; c < CMU_FEATURES.length; c++) {
    let n = 0;
    let sum = 0;
    let squares = 0;
    for (const { recording, from, to } of parts)
      for (let t = from; t < to; t++) {
        const v = recording.input[c][t];
        n++;
        sum += v;
        squares += v * v;
      }
    mean.push(sum / n);
    sd.push(Math.sqrt(Math.max(squares / n - (sum / n) ** 2, 1e-6)));
  }
  return { mean, sd };
}

/**
 * Windows as a network's numbers: (x - mean) / SD times the channel's gain; the target of each joint and step is the
 * change from the newest value, or the angle less the mean, both by the joint's SD.
 */
export class WindowWriter {
  readonly sequenceSize: number;
  readonly contextSize: number;
  readonly outputs: number;
  readonly #inputs: readonly { place: number; gain: number }[];
  readonly #targets: readonly number[];
  readonly #standard: Standard;
  readonly #form: OutputForm;

  constructor(inputs: Inputs, standard: Standard, form: OutputForm) {
    this.#inputs = inputs.channels.map((name, i) => ({ place: placeOf(name), gain: inputs.gains[i] }));
    this.#targets = inputs.targets.map(placeOf);
    this.#standard = standard;
    this.#form = form;
    this.sequenceSize = WINDOW_TICKS * this.#inputs.length;
    this.contextSize = form === 'change' ? this.#targets.length * RECENT : 0;
    this.outputs = this.#targets.length * STEPS;
  }

  /** The window that ends at tick `present`, into batch row `row` of `sequence`. */
  input(recording: StudyRecording, present: number, row: number, sequence: Float32Array): void {
    const width = this.#inputs.length;
    const { mean, sd } = this.#standard;
    for (let i = 0; i < width; i++) {
      const { place, gain } = this.#inputs[i];
      const x = recording.input[place];
      const scale = gain / sd[place];
      let at = row * this.sequenceSize + i;
      for (let t = present - WINDOW_TICKS + 1; t <= present; t++, at += width)
        sequence[at] = (x[t] - mean[place]) * scale;
    }
  }

  context(recording: StudyRecording, present: number, row: number, context: Float32Array): void {
    if (this.contextSize === 0) return;
    let at = row * this.contextSize;
    for (const place of this.#targets) {
      const x = recording.input[place];
      for (let k = RECENT; k >= 1; k--)
        context[at++] = ((x[present - k] - x[present]) * RECENT_SCALE) / this.#standard.sd[place];
    }
  }

  target(recording: StudyRecording, present: number, row: number, target: Float32Array): void {
    let at = row * this.outputs;
    for (const place of this.#targets) {
      const zero = this.#zero(recording, present, place);
      for (let h = 1; h <= STEPS; h++)
        target[at++] = (recording.truth[place][present + h] - zero) / this.#standard.sd[place];
    }
  }

  /** Output row `row` of a network as degrees, in place. */
  toDegrees(recording: StudyRecording, present: number, row: number, output: Float32Array): void {
    let at = row * this.outputs;
    for (const place of this.#targets) {
      const zero = this.#zero(recording, present, place);
      for (let h = 1; h <= STEPS; h++, at++) output[at] = zero + output[at] * this.#standard.sd[place];
    }
  }

  #zero(recording: StudyRecording, present: number, place: number): number {
    return this.#form === 'change' ? recording.input[place][present] : this.#standard.mean[place];
  }
}

/** A present of any part, each with the same chance. */
export class RandomPresent {
  readonly #parts: readonly Part[];
  readonly #total: number;

  constructor(parts: readonly Part[]) {
    this.#parts = parts.filter((p) => p.to > p.from);
    this.#total = presents(this.#parts);
    if (this.#total === 0) throw new RangeError('no recording is long enough for a window');
  }

  next(rng: Rng): { recording: StudyRecording; present: number } {
    let at = Math.floor(rng.uniform() * this.#total);
    for (const { recording, from, to } of this.#parts) {
      if (at < to - from) return { recording, present: from + at };
      at -= to - from;
    }
    throw new RangeError('a random number above 1');
  }
}
