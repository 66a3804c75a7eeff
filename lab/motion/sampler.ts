import { WindowFeatures } from '../../src/forecast/features';
import type { FeatureCard } from '../../src/forecast/model-card';
import { bindToSide, SIDES } from '../../src/gait/channels';
import type { Rng } from '../../src/gait/rng';
import type { Sampler } from '../train/sampler';
import { type MotionAugmentation, MotionCutter, type MotionSignal } from './cutter';
import type { MotionPerson } from './people';
import { walkAt } from './recording';

/** Training batches from people who move many joints: either leg as the one that is forecast, features by the live path's own code. */
export class MotionSampler implements Sampler {
  readonly sequence: Float32Array;
  readonly context: Float32Array;
  /** Future change from the present in units of s, [batch, outputs * steps]. */
  readonly target: Float32Array;
  readonly #card: FeatureCard;
  readonly #batch: number;
  readonly #features: WindowFeatures;
  readonly #cutter: MotionCutter;
  readonly #signals: readonly MotionSignal[];
  /** Running sum of the signals' shares. */
  readonly #shares: Float64Array;
  /** For each side as the forecast one: place of each input among the signal's channels. */
  readonly #places: readonly (readonly number[])[];
  readonly #outputs: readonly number[];

  constructor(
    card: FeatureCard,
    people: readonly MotionPerson[],
    batch: number,
    augmentation: MotionAugmentation,
  ) {
    this.#card = card;
    this.#batch = batch;
    this.#features = new WindowFeatures(card);
    const bases = card.inputs.map((name) => name.replace(/_(ipsi|contra)$/, ''));
    const joints = bases.map((base) => bases.indexOf(base));
    this.#cutter = new MotionCutter(card.rate, card.windowTicks, card.steps, joints, augmentation);
    const names = card.inputs.map((name) => bindToSide(name, 'r'));
    this.#places = SIDES.map((side) => card.inputs.map((name) => names.indexOf(bindToSide(name, side))));
    this.#outputs = card.outputs.map((name) => card.inputs.indexOf(name));
    this.sequence = new Float32Array(batch * this.#features.sequenceSize);
    this.context = new Float32Array(batch * this.#features.contextSize);
    this.target = new Float32Array(batch * card.outputs.length * card.steps);

    const groups = people.map((p) => p.recordings.map((r) => signalOf(r, names)));
    this.#signals = groups.flat();
    this.#shares = new Float64Array(this.#signals.length);
    // Who was recorded for longer counts more, but not in proportion.
    let sum = 0;
    let at = 0;
    for (const signals of groups) {
      const seconds = signals.map((s) => s.input[0].length / s.rate);
      const all = seconds.reduce((a, b) => a + b, 0);
      for (const s of seconds) this.#shares[at++] = sum += s / Math.sqrt(all);
    }
  }

  /** Fills the three arrays anew, from `rng` alone. Throws RangeError when no recording is long enough for a window. */
  next(rng: Rng): void {
    const { past, future } = this.#cutter;
    const steps = this.#card.steps;
    let misses = 0;
    for (let row = 0; row < this.#batch; ) {
      const side = rng.uniform() < 0.5 ? 0 : 1;
      if (!this.#cutter.cut(this.#pick(rng), this.#places[side], rng)) {
        if (++misses > 1000) throw new RangeError('recordings too short for a training window');
        continue;
      }
      past.forEach((x, i) => this.#features.fill(i, x, row, this.sequence, this.context));
      this.#outputs.forEach((input, j) => {
        const c = this.#features.outputCenter(j);
        const s = this.#features.outputScale(j);
        const at = (row * this.#outputs.length + j) * steps;
        for (let h = 0; h < steps; h++) this.target[at + h] = (future[input][h] - c) / s;
      });
      row++;
    }
  }

  #pick(rng: Rng): MotionSignal {
    const at = rng.uniform(0, this.#shares[this.#shares.length - 1]);
    return this.#signals[this.#shares.findIndex((sum) => at < sum)];
  }
}

function signalOf(recording: Parameters<typeof walkAt>[0], names: readonly string[]): MotionSignal {
  const { channels, rate } = walkAt(recording, recording.rate);
  return {
    rate,
    input: names.map((name) => channels[name].input),
    measured: names.map((name) => channels[name].measured),
  };
}
