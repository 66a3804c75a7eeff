import { bindToSide, type ChannelName, type Side } from '../gait/channels';
import { Echo, echoTicks } from './echo';
import type { History } from './forecaster';
import { type FeatureCard, featureShape, inputShape } from './model-card';

/** Velocities and curvatures are per 100 ms and its square, so that they have about the size of the angles. */
const VELOCITY_SECONDS = 0.1;
/** ln(s / 60) is near 0 for a usual knee. */
const USUAL_RANGE_DEG = 60;

/**
 * Degrees to the network's numbers and back, the same code live and in training.
 *
 * For each input channel x with newest value c, window minimum and maximum, and s = max(range of the window, minRange),
 * or the card's own scale where it is fixed:
 * `sequence` [ticks, inputs * features]: (x - c) / s, (x - mean) / s, (x - center) / s, velocity / s, as the card lists them;
 * `context`, for each input in turn: statics (c - min) / s, (max - c) / s, ln(s / 60); then `recent` samples before the
 * newest as (x - c) / s, oldest first; then slopes and curvatures that end at the newest sample; then the echo.
 * Amplitudes (EMG envelopes) give the level sqrt(x / s), with s = max(mean of the window, floor): a square root, because
 * bursts stand far above the rest; their context is the mean level over the newest ticks, as the card lists them.
 * The network's output y [outputs * steps] means c + s * y degrees of the same channel, or by the card's constants where
 * outputs are not among the inputs.
 */
export class WindowFeatures {
  readonly sequenceSize: number;
  readonly contextSize: number;
  /** Newest value c and scale s of each input since the last `fill`, deg. */
  readonly present: Float64Array;
  readonly scale: Float64Array;
  readonly #card: FeatureCard;
  readonly #channels: number;
  /** Where each input begins in a tick of the sequence, and in the context. */
  readonly #sequenceAt: readonly number[];
  readonly #contextAt: readonly number[];
  readonly #isAmplitude: readonly boolean[];
  readonly #echo: Echo | null;
  /** Input number of each output; -1 where the card has constants for it. */
  readonly #outputInput: readonly number[];

  constructor(card: FeatureCard) {
    const shape = featureShape(card);
    this.#card = card;
    this.#channels = shape.channels;
    const parts = card.inputs.map((name) => inputShape(card, name));
    this.#sequenceAt = startsOf(parts.map((p) => p.channels));
    this.#contextAt = startsOf(parts.map((p) => p.context));
    this.#isAmplitude = card.inputs.map((name) => card.amplitudes?.inputs.includes(name) ?? false);
    this.sequenceSize = card.windowTicks * shape.channels;
    this.contextSize = shape.context;
    this.present = new Float64Array(card.inputs.length);
    this.scale = new Float64Array(card.inputs.length);
    this.#echo = card.features.echo ? new Echo(card.features.echo) : null;
    this.#outputInput = card.outputs.map((name) => (card.outputScaling ? -1 : card.inputs.indexOf(name)));
  }

  /**
   * Writes the features of input number `input` from its past (oldest first, at least windowTicks samples; what lies
   * before the window serves the echo, up to `historyTicks`) for the batch row `row`. False, with nothing usable written, when the window holds a value that is not finite.
   */
  fill(
    input: number,
    past: Float32Array,
    row: number,
    sequence: Float32Array,
    context: Float32Array,
  ): boolean {
    const x = past.subarray(past.length - this.#card.windowTicks);
    if (this.#isAmplitude[input]) return this.#fillLevel(input, x, row, sequence, context);
    const { windowTicks: ticks, features, scaling, rate } = this.#card;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let t = 0; t < ticks; t++) {
      const v = x[t];
      if (v < min) min = v;
      if (v > max) max = v;
      sum += v;
    }
    if (!Number.isFinite(sum)) return false;
    const c = x[ticks - 1];
    const s = scaling.kind === 'fixed' ? scaling.scale[input] : Math.max(max - min, scaling.minRange);
    const mean = sum / ticks;
    const perTick = (VELOCITY_SECONDS * rate) / s;
    this.present[input] = c;
    this.scale[input] = s;

    const kinds = features.sequence;
    for (let f = 0; f < kinds.length; f++) {
      let at = row * this.sequenceSize + this.#sequenceAt[input] + f;
      if (kinds[f] === 'velocity') {
        for (let t = 0; t < ticks; t++, at += this.#channels)
          sequence[at] = t === 0 ? 0 : (x[t] - x[t - 1]) * perTick;
      } else {
        const from =
          kinds[f] === 'from_present' ? c : scaling.kind === 'fixed' ? scaling.center[input] : mean;
        for (let t = 0; t < ticks; t++, at += this.#channels) sequence[at] = (x[t] - from) / s;
      }
    }

    let at = row * this.contextSize + this.#contextAt[input];
    if (features.statics) {
      context[at++] = (c - min) / s;
      context[at++] = (max - c) / s;
      context[at++] = Math.log(s / USUAL_RANGE_DEG);
    }
    for (let k = features.recent; k >= 1; k--) context[at++] = (x[ticks - 1 - k] - c) / s;
    for (const k of features.slopes) context[at++] = ((c - x[ticks - 1 - k]) / k) * perTick;
    for (const k of features.curvatures) {
      const bend = (c - 2 * x[ticks - 1 - k] + x[ticks - 1 - 2 * k]) / (k * k);
      context[at++] = bend * perTick * VELOCITY_SECONDS * rate;
    }
    this.#echo?.write(past, s, context, at);
    return true;
  }

  #fillLevel(
    input: number,
    x: Float32Array,
    row: number,
    sequence: Float32Array,
    context: Float32Array,
  ): boolean {
    const { windowTicks: ticks, amplitudes } = this.#card;
    const { floor, means, sequence: everyTick } = amplitudes!;
    let sum = 0;
    for (let t = 0; t < ticks; t++) sum += x[t];
    if (!Number.isFinite(sum)) return false;
    const s = Math.max(sum / ticks, floor);
    this.present[input] = x[ticks - 1];
    this.scale[input] = s;
    if (everyTick)
      for (
        let t = 0, at = row * this.sequenceSize + this.#sequenceAt[input];
        t < ticks;
        t++, at += this.#channels
      )
        sequence[at] = levelOf(x[t], s);
    let at = row * this.contextSize + this.#contextAt[input];
    for (const k of means) {
      let level = 0;
      for (let t = ticks - k; t < ticks; t++) level += levelOf(x[t], s);
      context[at++] = level / k;
    }
    return true;
  }

  /** Output y of batch row 0 to degrees, with c and s of the last `fill`: out[joint * steps + step - 1]. */
  toDegrees(y: Float32Array, out: Float32Array): void {
    const steps = this.#card.steps;
    for (let joint = 0; joint < this.#outputInput.length; joint++) {
      const c = this.outputCenter(joint);
      const s = this.outputScale(joint);
      for (let h = joint * steps; h < (joint + 1) * steps; h++) out[h] = c + s * y[h];
    }
  }

  /** What y = 0 means for output number `joint`, deg: the newest value, or the card's constant. */
  outputCenter(joint: number): number {
    const input = this.#outputInput[joint];
    return input < 0 ? this.#card.outputScaling!.center[joint] : this.present[input];
  }

  /** Scale s of output number `joint`, deg: interval quantiles are in units of it. */
  outputScale(joint: number): number {
    const input = this.#outputInput[joint];
    return input < 0 ? this.#card.outputScaling!.scale[joint] : this.scale[input];
  }
}

/** Ticks that a card's features look back on where they are there; windowTicks are what they need. */
export const historyTicks = ({
  windowTicks,
  features,
}: Pick<FeatureCard, 'windowTicks' | 'features'>): number =>
  features.echo ? Math.max(windowTicks, echoTicks(features.echo)) : windowTicks;

/** An envelope that settles may pass 0 by a little. */
const levelOf = (x: number, s: number): number => Math.sqrt(Math.max(x, 0) / s);

/** Running sum of sizes: where each part begins. */
function startsOf(sizes: readonly number[]): number[] {
  let at = 0;
  return sizes.map((size) => (at += size) - size);
}

/** Reads the window of every input channel of one leg into buffers for a batch of one. */
export class FeatureReader {
  readonly features: WindowFeatures;
  readonly sequence: Float32Array;
  readonly context: Float32Array;
  readonly inputs: readonly ChannelName[];
  readonly #least: number;
  readonly #most: number;

  constructor(card: FeatureCard, side: Side) {
    this.features = new WindowFeatures(card);
    this.sequence = new Float32Array(this.features.sequenceSize);
    this.context = new Float32Array(this.features.contextSize);
    this.inputs = card.inputs.map((name) => bindToSide(name, side));
    this.#least = card.windowTicks;
    this.#most = historyTicks(card);
  }

  /** False when a window holds a value that is not finite. Throws RangeError when the history is too short. */
  read(history: History): boolean {
    for (let i = 0; i < this.inputs.length; i++) {
      const past = history.input(this.inputs[i], Math.max(this.#least, Math.min(history.length, this.#most)));
      if (!this.features.fill(i, past, 0, this.sequence, this.context)) return false;
    }
    return true;
  }
}
