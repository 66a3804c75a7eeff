import { FeatureReader, historyTicks } from '../forecast/features';
import type { Forecaster, History } from '../forecast/forecaster';
import type { FeatureCard } from '../forecast/model-card';
import type { NetworkSpec } from '../forecast/network-spec';
import type { Executor, ExecutorFactory, WeightTensor } from '../forecast/runtime/executor';
import { bindToSide, type ChannelName, type Side } from '../gait/channels';
import type { NetworkModel } from './base-model';
import { LiveCorrection } from './closed-form/correction';
import { cutNetwork, type Tail } from './deep-network';
import type { PersonalModel } from './personal-model';

/** A trunk that runs, and what follows it. */
interface Runner {
  readonly executor: Executor;
  readonly tail: Tail;
  readonly raw: Float32Array;
  readonly features: Float32Array;
  readonly y: Float32Array;
}

async function runnerOf(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  make: ExecutorFactory,
): Promise<Runner> {
  const { trunk, trunkWeights, units, tail } = cutNetwork(spec, weights);
  return {
    executor: await make(trunk, trunkWeights, 1),
    tail,
    raw: new Float32Array(units),
    features: new Float32Array(tail.featureCount),
    y: new Float32Array(tail.outputs),
  };
}

/**
 * What a person's strides taught, at every step: the network that it starts from and, where the person has one, the tuned
 * network run on the same window; correction and blend are a few microseconds. Owns its executors. A window that holds a
 * value that is not finite gives a forecast of NaN.
 */
export class LearnedForecaster implements Forecaster {
  readonly id = 'learned';
  readonly kind = 'network';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  readonly windowTicks: number;
  readonly historyTicks: number;
  readonly steps: number;
  /** Scale s of each output at the last forecast, deg: the interval's unit. */
  readonly scales: Float32Array;
  /** What the network that it starts from said alone at the last forecast, deg, [outputs * steps]. */
  readonly start: Float32Array;
  readonly #reader: FeatureReader;
  readonly #own: Runner;
  readonly #tuned: Runner | null;
  readonly #correction: LiveCorrection | null;
  readonly #personal: PersonalModel;
  readonly #change: Float32Array;

  private constructor(
    card: FeatureCard,
    side: Side,
    own: Runner,
    tuned: Runner | null,
    personal: PersonalModel,
  ) {
    this.windowTicks = card.windowTicks;
    this.historyTicks = historyTicks(card);
    this.steps = card.steps;
    this.#reader = new FeatureReader(card, side);
    this.inputs = this.#reader.inputs;
    this.outputs = card.outputs.map((name) => bindToSide(name, side));
    this.scales = new Float32Array(card.outputs.length);
    this.start = new Float32Array(own.y.length);
    this.#own = own;
    this.#tuned = tuned;
    this.#correction = personal.correction === null ? null : new LiveCorrection(personal.correction);
    this.#personal = personal;
    this.#change = new Float32Array(own.y.length);
  }

  /** Rejects with what `make` rejects with; RangeError where the personal model does not fit the network. */
  static async create(
    start: NetworkModel,
    personal: PersonalModel,
    side: Side,
    make: ExecutorFactory,
  ): Promise<LearnedForecaster> {
    const { card, weights } = start;
    const outputs = card.outputs.length * card.steps;
    if (personal.blend.length !== outputs || (personal.correction?.outputs ?? outputs) !== outputs)
      throw new RangeError('the personal model has other outputs than the network that it starts from');
    const own = await runnerOf(card.architecture, weights, make);
    const features = personal.correction?.whitening.features;
    if (features !== undefined && features !== own.tail.featureCount) {
      own.executor.dispose();
      throw new RangeError('the personal model has other features than the network that it starts from');
    }
    try {
      const tuned = personal.tuned === null ? null : await runnerOf(card.architecture, personal.tuned, make);
      return new LearnedForecaster(card, side, own, tuned, personal);
    } catch (error) {
      own.executor.dispose();
      throw error;
    }
  }

  /** An executor can no longer run: make another forecaster. */
  get lost(): boolean {
    return this.#own.executor.lost || (this.#tuned?.executor.lost ?? false);
  }

  forecast(history: History, out: Float32Array): void | Promise<void> {
    const { sequence, context } = this.#reader;
    if (!this.#reader.read(history)) {
      out.fill(Number.NaN, 0, this.start.length);
      this.start.fill(Number.NaN);
      return;
    }
    const first = this.#own.executor.run(1, sequence, context, this.#own.raw);
    const second = this.#tuned?.executor.run(1, sequence, context, this.#tuned.raw);
    if (first === undefined && second === undefined) {
      this.#finish(out);
      return;
    }
    return Promise.all([first, second]).then(() => this.#finish(out));
  }

  dispose(): void {
    this.#own.executor.dispose();
    this.#tuned?.executor.dispose();
  }

  #finish(out: Float32Array): void {
    const { context } = this.#reader;
    const own = this.#own;
    const tuned = this.#tuned;
    own.tail.features(own.raw, 0, context, 0, own.features);
    own.tail.output(own.features, own.y);
    if (tuned !== null) {
      tuned.tail.features(tuned.raw, 0, context, 0, tuned.features);
      tuned.tail.output(tuned.features, tuned.y);
    }
    this.#reader.features.toDegrees(own.y, this.start);
    const { blend, correctionShare, tunedShare } = this.#personal;
    const change = this.#change;
    if (this.#correction === null) change.fill(0);
    else this.#correction.apply(own.features, change);
    for (let o = 0; o < change.length; o++) {
      let learned = correctionShare * change[o];
      if (tuned !== null) learned += tunedShare * (tuned.y[o] - own.y[o]);
      own.y[o] += blend[o] * learned;
    }
    this.#reader.features.toDegrees(own.y, out);
    for (let joint = 0; joint < this.scales.length; joint++)
      this.scales[joint] = this.#reader.features.outputScale(joint);
  }
}
