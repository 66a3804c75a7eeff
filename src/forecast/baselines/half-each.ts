import type { ChannelName } from '../../gait/channels';
import type { Forecaster, History } from '../forecaster';

/** The mean of two baselines' forecasts. */
export class HalfEach implements Forecaster {
  readonly id: string;
  readonly kind = 'baseline';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  readonly windowTicks: number;
  readonly steps: number;
  readonly #parts: readonly [Forecaster, Forecaster];
  readonly #other: Float32Array;

  constructor(id: string, first: Forecaster, second: Forecaster) {
    this.id = id;
    this.inputs = [...new Set([...first.inputs, ...second.inputs])];
    this.outputs = first.outputs;
    this.windowTicks = Math.max(first.windowTicks, second.windowTicks);
    this.steps = first.steps;
    this.#parts = [first, second];
    this.#other = new Float32Array(first.outputs.length * first.steps);
  }

  forecast(history: History, out: Float32Array): void {
    // Baselines are synchronous by construction.
    void this.#parts[0].forecast(history, out);
    void this.#parts[1].forecast(history, this.#other);
    for (let i = 0; i < this.#other.length; i++) out[i] = 0.5 * (out[i] + this.#other[i]);
  }

  dispose(): void {
    for (const part of this.#parts) part.dispose();
  }
}
