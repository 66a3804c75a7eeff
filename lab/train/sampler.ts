import { historyTicks, WindowFeatures } from '../../src/forecast/features';
import type { FeatureCard } from '../../src/forecast/model-card';
import type { Rng } from '../../src/gait/rng';
import { type Augmentation, WindowCutter } from './augment';
import { OtherInputs } from './other-inputs';
import { type KneeSignal, RELATIVE_KNEE } from './recordings';

/** Gives training batches; the arrays hold the latest. */
export interface Sampler {
  readonly sequence: Float32Array;
  readonly context: Float32Array;
  /** [batch, joints * steps], scaled. */
  readonly target: Float32Array;
  /** Fills the three arrays anew, from `rng` alone. */
  next(rng: Rng): void;
}

/** Training batches, made as they are needed: windows bent at random, features by the live path's own code. */
export class BatchSampler implements Sampler {
  readonly sequence: Float32Array;
  readonly context: Float32Array;
  /** Future change from the present in units of s, [batch, steps]. */
  readonly target: Float32Array;
  readonly #batch: number;
  /** Share of windows that are mixed with another's walk. */
  readonly #mixed: number;
  readonly #signals: readonly KneeSignal[];
  /** Running sum of the signals' shares. */
  readonly #shares: Float64Array;
  readonly #features: WindowFeatures;
  readonly #cutter: WindowCutter;
  readonly #inputs: readonly string[];
  readonly #others: OtherInputs;

  /** @param people each a list of signals at a rate well above the card's, so that any phase and speed can be cut from them. */
  constructor(
    card: FeatureCard,
    people: readonly (readonly KneeSignal[])[],
    batch: number,
    augmentation: Augmentation,
  ) {
    this.#batch = batch;
    this.#mixed = augmentation.mixing?.share ?? 0;
    this.#features = new WindowFeatures(card);
    this.#cutter = new WindowCutter(
      card.rate,
      card.windowTicks,
      card.steps,
      augmentation,
      historyTicks(card),
    );
    this.#inputs = card.inputs;
    this.#others = new OtherInputs(card, augmentation.amplitudes);
    this.sequence = new Float32Array(batch * this.#features.sequenceSize);
    this.context = new Float32Array(batch * this.#features.contextSize);
    this.target = new Float32Array(batch * card.steps);
    // Who was recorded for longer counts more, but not in proportion: ten strides of another man teach more than ten
    // of the same.
    this.#signals = people.flat();
    this.#shares = new Float64Array(this.#signals.length);
    let sum = 0;
    let at = 0;
    for (const signals of people) {
      const length = signals.reduce((samples, s) => samples + s.input.length, 0);
      for (const signal of signals) this.#shares[at++] = sum += signal.input.length / Math.sqrt(length);
    }
  }

  /** Fills the three arrays anew, from `rng` alone. Throws when no recording is long enough for a window. */
  next(rng: Rng): void {
    const steps = this.#cutter.future.length;
    let misses = 0;
    for (let row = 0; row < this.#batch; ) {
      const signal = this.#pick(rng);
      const other = this.#mixed > 0 && rng.uniform() < this.#mixed ? this.#pick(rng) : undefined;
      if (!this.#cutter.cut(signal, rng, other)) {
        if (++misses > 1000) throw new RangeError('recordings too short for a training window');
        continue;
      }
      this.#others.draw(rng);
      this.#inputs.forEach((name, i) => {
        const past =
          name === RELATIVE_KNEE ? this.#cutter.known : this.#others.past(name, signal, this.#cutter);
        this.#features.fill(i, past, row, this.sequence, this.context);
      });
      const c = this.#features.outputCenter(0);
      const s = this.#features.outputScale(0);
      for (let h = 0; h < steps; h++) this.target[row * steps + h] = (this.#cutter.future[h] - c) / s;
      row++;
    }
  }

  #pick(rng: Rng): KneeSignal {
    const at = rng.uniform(0, this.#shares[this.#shares.length - 1]);
    return this.#signals[this.#shares.findIndex((sum) => at < sum)];
  }
}
