import type { Forecaster, History } from '../forecast/forecaster';
import { NetworkForecaster } from '../forecast/network-forecaster';
import type { Executor, ExecutorFactory } from '../forecast/runtime/executor';
import type { ChannelName, Side } from '../gait/channels';
import { type BaseModel, startOf } from './base-model';
import { LearnedForecaster } from './learned-forecaster';
import type { PersonalModel } from './personal-model';

/** The base model where the personal one starts from another network. */
interface Apart {
  readonly executor: Executor;
  readonly forecaster: NetworkForecaster;
}

/**
 * A personal model bound to one leg, live, with the base model beside it on the same ticks: at each step the one that the
 * personal model says. Owns its executors. Where one of the two windows holds a value that is not finite the forecast is
 * NaN. `beside` gives what the base model forecast at the latest forecast of this, so it comes after.
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
  readonly #learned: LearnedForecaster;
  /** null where the personal model starts from the base itself. */
  readonly #base: Apart | null;
  readonly #use: Float32Array;
  /** Of the base model at the latest forecast, deg. */
  readonly #alone: Float32Array;
  #pending: Promise<void> | undefined;

  private constructor(base: BaseModel, learned: LearnedForecaster, apart: Apart | null, use: Float32Array) {
    const { card } = base;
    const parts: readonly Forecaster[] = apart === null ? [learned] : [learned, apart.forecaster];
    this.inputs = [...new Set(parts.flatMap((f) => f.inputs))];
    this.outputs = learned.outputs;
    this.windowTicks = Math.max(...parts.map((f) => f.windowTicks));
    this.historyTicks = Math.max(...parts.map((f) => f.historyTicks ?? f.windowTicks));
    this.steps = card.steps;
    this.scales = learned.scales;
    this.#learned = learned;
    this.#base = apart;
    this.#use = use;
    this.#alone = apart === null ? learned.start : new Float32Array(use.length);
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
    if (personal.memory && !base.memory) throw new RangeError('the base model has no memory to start from');
    if (personal.use.length !== card.outputs.length * card.steps)
      throw new RangeError('the personal model has other outputs than the base model');
    const learned = await LearnedForecaster.create(
      personal.memory ? startOf(base) : base,
      personal,
      side,
      make,
    );
    if (!personal.memory) return new PersonalForecaster(base, learned, null, personal.use);
    try {
      const executor = await make(card.architecture, weights, 1);
      const forecaster = new NetworkForecaster(card, executor, side);
      return new PersonalForecaster(base, learned, { executor, forecaster }, personal.use);
    } catch (error) {
      learned.dispose();
      throw error;
    }
  }

  /** An executor can no longer run: make another forecaster. */
  get lost(): boolean {
    return this.#learned.lost || (this.#base?.executor.lost ?? false);
  }

  forecast(history: History, out: Float32Array): void | Promise<void> {
    const first = this.#learned.forecast(history, out);
    const second = this.#base?.forecaster.forecast(history, this.#alone);
    if (first === undefined && second === undefined) {
      this.#pending = undefined;
      this.#choose(out);
      return;
    }
    this.#pending = Promise.all([first, second]).then(() => this.#choose(out));
    return this.#pending;
  }

  dispose(): void {
    this.#learned.dispose();
    this.#base?.executor.dispose();
  }

  #choose(out: Float32Array): void {
    for (let o = 0; o < this.#use.length; o++)
      out[o] = this.#alone[o] + this.#use[o] * (out[o] - this.#alone[o]);
  }

  #copyAlone(out: Float32Array): void | Promise<void> {
    if (this.#pending === undefined) out.set(this.#alone);
    else return this.#pending.then(() => out.set(this.#alone));
  }
}
