import type { ChannelName, Side } from '../../src/gait/channels';
import { FeatureReader } from '../../src/forecast/features';
import type { Forecaster, History } from '../../src/forecast/forecaster';
import type { FeatureCard } from '../../src/forecast/model-card';
import type { StreamingNetwork } from './streaming-network';

/**
 * A stream bound to one leg; forecasts at every tick, since each one moves the state on. It starts on the rows of its first
 * window. `context` is that of the window, as in the windowed form.
 */
export class StreamingForecaster implements Forecaster {
  readonly id: string;
  readonly kind = 'network';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  readonly windowTicks: number;
  readonly steps: number;
  readonly #network: StreamingNetwork;
  readonly #reader: FeatureReader;
  readonly #raw: Float32Array;
  #started = false;

  /** Throws RangeError where the scaling is of the window: it would change rows that have passed. */
  constructor(id: string, card: FeatureCard, network: StreamingNetwork, side: Side) {
    if (card.scaling.kind !== 'fixed') throw new RangeError('a stream needs fixed scaling');
    this.id = id;
    this.windowTicks = card.windowTicks;
    this.steps = card.steps;
    this.#network = network;
    this.#reader = new FeatureReader(card, side);
    this.inputs = this.#reader.inputs;
    this.outputs = this.inputs;
    this.#raw = new Float32Array(card.outputs.length * card.steps);
  }

  /** Throws RangeError for a value that is not finite. */
  forecast(history: History, out: Float32Array): void {
    const { sequence, context, features } = this.#reader;
    if (!this.#reader.read(history)) throw new RangeError('a value of the window is not finite');
    const channels = sequence.length / this.windowTicks;
    const from = this.#started ? sequence.length - channels : 0;
    for (let at = from; at < sequence.length; at += channels)
      this.#network.push(sequence.subarray(at, at + channels));
    this.#started = true;
    this.#network.forecast(context, this.#raw);
    features.toDegrees(this.#raw, out);
  }

  dispose(): void {
    // Holds nothing but memory.
  }
}
