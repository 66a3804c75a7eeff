import { bindToSide, type ChannelName, type Side } from '../gait/channels';
import type { History } from './forecaster';
import { type FeatureCard, featureShape } from './model-card';

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
 * newest as (x - c) / s, oldest first; then slopes and curvatures that end at the newest sample.
 * The network's output y [outputs * steps] means c + s * y degrees.
 */
export class WindowFeatures {
  readonly sequenceSize: number;
  readonly contextSize: number;
  /** Newest value c and scale s of each input since the last `fill`, deg. */
  readonly present: Float64Array;
  readonly scale: Float64Array;
  readonly #card: FeatureCard;
  readonly #channels: number;
  readonly #contextPerInput: number;
  /** Input number of each output. */
  readonly #outputInput: readonly number[];

  constructor(card: FeatureCard) {
    const shape = featureShape(card);
    this.#card = card;
    this.#channels = shape.channels;
    this.#contextPerInput = shape.context / card.inputs.length;
    this.sequenceSize = card.windowTicks * shape.channels;
    this.contextSize = shape.context;
    this.present = new Float64Array(card.inputs.length);
    this.scale = new Float64Array(card.inputs.length);
    this.#outputInput = card.outputs.map((name) => card.inputs.indexOf(name));
  }

  /**
   * Writes the features of input number `input` from its window (windowTicks samples, oldest first) for the batch row
   * `row`. False, with nothing usable written, when the window holds a value that is not finite.
   */
  fill(input: number, x: Float32Array, row: number, sequence: Float32Array, context: Float32Array): boolean {
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
      let at = row * this.sequenceSize + input * kinds.length + f;
      if (kinds[f] === 'velocity') {
        for (let t = 0; t < ticks; t++, at += this.#channels)
          sequence[at] = t === 0 ? 0 : (x[t] - x[t - 1]) * perTick;
      } else {
        const from =
          kinds[f] === 'from_present' ? c : scaling.kind === 'fixed' ? scaling.center[input] : mean;
        for (let t = 0; t < ticks; t++, at += this.#channels) sequence[at] = (x[t] - from) / s;
      }
    }

    let at = row * this.contextSize + input * this.#contextPerInput;
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
    return true;
  }

  /** Output y of batch row 0 to degrees, with c and s of the last `fill`: out[joint * steps + step - 1]. */
  toDegrees(y: Float32Array, out: Float32Array): void {
    const steps = this.#card.steps;
    for (let joint = 0; joint < this.#outputInput.length; joint++) {
      const input = this.#outputInput[joint];
      const c = this.present[input];
      const s = this.scale[input];
      for (let h = joint * steps; h < (joint + 1) * steps; h++) out[h] = c + s * y[h];
    }
  }

  /** Scale s of output number `joint`, deg: interval quantiles are in units of it. */
  outputScale(joint: number): number {
    return this.scale[this.#outputInput[joint]];
  }
}

/** Reads the window of every input channel of one leg into buffers for a batch of one. */
export class FeatureReader {
  readonly features: WindowFeatures;
  readonly sequence: Float32Array;
  readonly context: Float32Array;
  readonly inputs: readonly ChannelName[];
  readonly #ticks: number;

  constructor(card: FeatureCard, side: Side) {
    this.features = new WindowFeatures(card);
    this.sequence = new Float32Array(this.features.sequenceSize);
    this.context = new Float32Array(this.features.contextSize);
    this.inputs = card.inputs.map((name) => bindToSide(name, side));
    this.#ticks = card.windowTicks;
  }

  /** False when a window holds a value that is not finite. Throws RangeError when the history is too short. */
  read(history: History): boolean {
    for (let i = 0; i < this.inputs.length; i++) {
      const window = history.input(this.inputs[i], this.#ticks);
      if (!this.features.fill(i, window, 0, this.sequence, this.context)) return false;
    }
    return true;
  }
}
