import type { ChannelName } from '../../gait/channels';
import type { Forecaster, History } from '../forecaster';

/**
 * Nothing moves: every step is the newest measured (unfiltered) value; the conditioned one where that is missing.
 * The forecast that any other has to beat.
 */
export class Persistence implements Forecaster {
  readonly id = 'persistence';
  readonly kind = 'baseline';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  readonly windowTicks = 1;
  readonly steps: number;

  constructor(outputs: readonly ChannelName[], steps: number) {
    this.inputs = outputs;
    this.outputs = outputs;
    this.steps = steps;
  }

  forecast(history: History, out: Float32Array): void {
    for (let j = 0; j < this.outputs.length; j++) {
      const measured = history.measured(this.outputs[j], 1)[0];
      const now = Number.isFinite(measured) ? measured : history.input(this.outputs[j], 1)[0];
      out.fill(now, j * this.steps, (j + 1) * this.steps);
    }
  }

  dispose(): void {
    // Holds nothing but memory.
  }
}
