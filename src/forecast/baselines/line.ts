import type { ChannelName } from '../../gait/channels';
import type { Forecaster, History } from '../forecaster';

/**
 * The movement goes on as it goes now: a straight line through the last points by least squares (with two points, the
 * line through them), on the unfiltered values; on the conditioned ones where one of those is missing.
 */
export class Line implements Forecaster {
  readonly id = 'line';
  readonly kind = 'baseline';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  readonly windowTicks: number;
  readonly steps: number;

  constructor(outputs: readonly ChannelName[], steps: number, points = 2) {
    if (!(Number.isInteger(points) && points >= 2))
      throw new RangeError(`a line needs 2 points, not ${points}`);
    this.inputs = outputs;
    this.outputs = outputs;
    this.windowTicks = points;
    this.steps = steps;
  }

  forecast(history: History, out: Float32Array): void {
    const n = this.windowTicks;
    const middle = (n - 1) / 2;
    const spread = (n * (n * n - 1)) / 12;
    for (let j = 0; j < this.outputs.length; j++) {
      let x = history.measured(this.outputs[j], n);
      if (!allFinite(x)) x = history.input(this.outputs[j], n);
      let mean = 0;
      let slope = 0;
      for (let t = 0; t < n; t++) {
        mean += x[t] / n;
        slope += ((t - middle) * x[t]) / spread;
      }
      for (let h = 1; h <= this.steps; h++) out[j * this.steps + h - 1] = mean + slope * (middle + h);
    }
  }

  dispose(): void {
    // Holds nothing but memory.
  }
}

function allFinite(x: Float32Array): boolean {
  for (let i = 0; i < x.length; i++) if (!Number.isFinite(x[i])) return false;
  return true;
}
