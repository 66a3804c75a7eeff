import { bindToSide, type ChannelName, type Side } from '../gait/channels';
import { FeatureReader, historyTicks } from './features';
import type { Forecaster, History } from './forecaster';
import type { FeatureCard } from './model-card';
import type { Executor, ForecastStream } from './runtime/executor';

/**
 * A network bound to one leg. Several may share an executor, which belongs to its maker and is not disposed here.
 * Synchronous when the executor is; otherwise one forecast at a time, awaited before the next.
 * A window that holds a value that is not finite gives a forecast of NaN.
 */
export class NetworkForecaster implements Forecaster {
  readonly id: string;
  readonly kind = 'network';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  readonly windowTicks: number;
  readonly historyTicks: number;
  readonly steps: number;
  /** Scale s of each output at the last forecast, deg: the interval's unit. */
  readonly scales: Float32Array;
  readonly #reader: FeatureReader;
  readonly #executor: Executor;
  /** Where a tick has the same numbers in every window, what was computed of it is used again. */
  readonly #stream: ForecastStream | null;
  readonly #raw: Float32Array;

  constructor(card: FeatureCard & { readonly id: string }, executor: Executor, side: Side) {
    this.id = card.id;
    this.windowTicks = card.windowTicks;
    this.historyTicks = historyTicks(card);
    this.steps = card.steps;
    this.#reader = new FeatureReader(card, side);
    this.inputs = this.#reader.inputs;
    this.outputs = card.outputs.map((name) => bindToSide(name, side));
    this.scales = new Float32Array(card.outputs.length);
    this.#executor = executor;
    this.#stream = card.scaling.kind === 'fixed' ? (executor.openStream?.() ?? null) : null;
    this.#raw = new Float32Array(card.outputs.length * card.steps);
  }

  forecast(history: History, out: Float32Array): void | Promise<void> {
    const { sequence, context } = this.#reader;
    if (!this.#reader.read(history)) {
      out.fill(Number.NaN, 0, this.#raw.length);
      return;
    }
    const pending =
      this.#stream === null
        ? this.#executor.run(1, sequence, context, this.#raw)
        : this.#stream.run(sequence, context, this.#raw);
    if (pending === undefined) this.#finish(out);
    else return pending.then(() => this.#finish(out));
  }

  dispose(): void {
    // Holds nothing but memory.
  }

  #finish(out: Float32Array): void {
    this.#reader.features.toDegrees(this.#raw, out);
    for (let joint = 0; joint < this.scales.length; joint++)
      this.scales[joint] = this.#reader.features.outputScale(joint);
  }
}
