import { FeatureReader, historyTicks } from '../forecast/features';
import type { Forecaster, History } from '../forecast/forecaster';
import type { FeatureCard } from '../forecast/model-card';
import type { NetworkSpec } from '../forecast/network-spec';
import type { Executor, ExecutorFactory, WeightTensor } from '../forecast/runtime/executor';
import { bindToSide, type ChannelName, type Side } from '../gait/channels';
import { LiveCorrection } from './closed-form/correction';
import { cutNetwork, type Tail } from './deep-network';
import type { BaseModel } from './methods/method';
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
 * A personal model bound to one leg, live: the base network and, where the person has one, the tuned network run on the
 * same window; correction and blend are a few microseconds. Owns its executors. A window that holds a value that is not finite
 * gives a forecast of NaN, as the base model does. `beside` forecasts what the latest forecast of this was made of, so it comes after.
 */
export class PersonalForecaster implements Forecaster {
  readonly id = 'personal';
  readonly kind = 'network';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  readonly windowTicks: number;
  readonly historyTicks: number;
  readonly steps: number;
  /** Scale s of each output at the last forecast, deg: the interval's unit. */
  readonly scales: Float32Array;
  /** The base model alone, on the same windows: costs nothing beside. */
  readonly beside: Forecaster;
  readonly #reader: FeatureReader;
  readonly #base: Runner;
  readonly #tuned: Runner | null;
  readonly #correction: LiveCorrection | null;
  readonly #blend: Float32Array;
  readonly #change: Float32Array;
  readonly #correctionShare: number;
  readonly #tunedShare: number;
  readonly #alone: Float32Array;
  #pending: Promise<void> | undefined;

  private constructor(
    card: FeatureCard & { readonly id: string },
    side: Side,
    base: Runner,
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
    this.#base = base;
    this.#tuned = tuned;
    this.#correction = personal.correction === null ? null : new LiveCorrection(personal.correction);
    this.#blend = personal.blend;
    this.#change = new Float32Array(base.y.length);
    this.#correctionShare = personal.correctionShare;
    this.#tunedShare = personal.tunedShare;
    this.#alone = new Float32Array(base.y.length);
    this.beside = {
      id: card.id,
      kind: 'network',
      inputs: this.inputs,
      outputs: this.outputs,
      windowTicks: this.windowTicks,
      historyTicks: this.historyTicks,
      steps: this.steps,
      forecast: (_, out) => this.#copyAlone(out),
      dispose: () => undefined,
    };
  }

  /** Rejects with what `make` rejects with; RangeError where the personal model does not fit the base. */
  static async create(
    base: BaseModel,
    personal: PersonalModel,
    side: Side,
    make: ExecutorFactory,
  ): Promise<PersonalForecaster> {
    const { card, weights } = base;
    const outputs = card.outputs.length * card.steps;
    if (personal.blend.length !== outputs || (personal.correction?.outputs ?? outputs) !== outputs)
      throw new RangeError('the personal model has other outputs than the base model');
    const own = await runnerOf(card.architecture, weights, make);
    const features = personal.correction?.whitening.features;
    if (features !== undefined && features !== own.tail.featureCount) {
      own.executor.dispose();
      throw new RangeError('the personal model has other features than the base model');
    }
    const tuned = personal.tuned === null ? null : await runnerOf(card.architecture, personal.tuned, make);
    return new PersonalForecaster(card, side, own, tuned, personal);
  }

  /** An executor can no longer run: make another forecaster. */
  get lost(): boolean {
    return this.#base.executor.lost || (this.#tuned?.executor.lost ?? false);
  }

  forecast(history: History, out: Float32Array): void | Promise<void> {
    const { sequence, context } = this.#reader;
    if (!this.#reader.read(history)) {
      out.fill(Number.NaN, 0, this.#blend.length);
      this.#alone.fill(Number.NaN);
      this.#pending = undefined;
      return;
    }
    const first = this.#base.executor.run(1, sequence, context, this.#base.raw);
    const second = this.#tuned?.executor.run(1, sequence, context, this.#tuned.raw);
    if (first === undefined && second === undefined) {
      this.#pending = undefined;
      this.#finish(out);
      return;
    }
    this.#pending = Promise.all([first, second]).then(() => this.#finish(out));
    return this.#pending;
  }

  dispose(): void {
    this.#base.executor.dispose();
    this.#tuned?.executor.dispose();
  }

  #finish(out: Float32Array): void {
    const { context } = this.#reader;
    const base = this.#base;
    const tuned = this.#tuned;
    for (const r of tuned === null ? [base] : [base, tuned]) {
      r.tail.features(r.raw, 0, context, 0, r.features);
      r.tail.output(r.features, r.y);
    }
    this.#reader.features.toDegrees(base.y, this.#alone);
    const change = this.#change;
    if (this.#correction === null) change.fill(0);
    else this.#correction.apply(base.features, change);
    for (let o = 0; o < change.length; o++) {
      let own = this.#correctionShare * change[o];
      if (tuned !== null) own += this.#tunedShare * (tuned.y[o] - base.y[o]);
      base.y[o] += this.#blend[o] * own;
    }
    this.#reader.features.toDegrees(base.y, out);
    for (let joint = 0; joint < this.scales.length; joint++)
      this.scales[joint] = this.#reader.features.outputScale(joint);
  }

  #copyAlone(out: Float32Array): void | Promise<void> {
    if (this.#pending === undefined) out.set(this.#alone);
    else return this.#pending.then(() => out.set(this.#alone));
  }
}
