import { Echo, echoSize, echoTicks } from '../../../src/forecast/echo';
import type { Forecaster, History } from '../../../src/forecast/forecaster';
import type { FeatureCard } from '../../../src/forecast/model-card';
import { bindToSide, type ChannelName, type Side } from '../../../src/gait/channels';
import { echoCurves } from '../../train/echo-curves';

/**
 * The echo without a network: how this person's own last strides went on when they looked as now, by kernel regression.
 * Nothing is trained; what the network with a memory adds to it is what it learned of other people.
 */
export class OwnStrides implements Forecaster {
  readonly id = 'own_strides';
  readonly kind = 'baseline';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  readonly windowTicks: number;
  readonly historyTicks: number;
  readonly steps: number;
  readonly #minRange: number;
  readonly #echo: Echo;
  readonly #curves: readonly Float64Array[];
  readonly #heard: Float32Array;

  /** @param card of a network with an echo whose only output is among its inputs; else it throws RangeError. */
  constructor(card: FeatureCard, side: Side) {
    const { echo } = card.features;
    const [output, ...others] = card.outputs;
    if (
      echo === undefined ||
      others.length > 0 ||
      !card.inputs.includes(output) ||
      card.scaling.kind !== 'window'
    )
      throw new RangeError('own strides: of a network with an echo of its one output');
    this.inputs = this.outputs = [bindToSide(output, side)];
    this.windowTicks = card.windowTicks;
    this.historyTicks = Math.max(card.windowTicks, echoTicks(echo));
    this.steps = card.steps;
    this.#minRange = card.scaling.minRange;
    this.#echo = new Echo(echo);
    this.#curves = echoCurves(echo, card.steps);
    this.#heard = new Float32Array(echoSize(echo));
  }

  forecast(history: History, out: Float32Array): void {
    const past = history.input(this.inputs[0], Math.min(history.length, this.historyTicks));
    const window = past.subarray(past.length - this.windowTicks);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const v of window) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
    const s = Math.max(high - low, this.#minRange);
    this.#echo.write(past, s, this.#heard, 0);
    const present = past[past.length - 1];
    for (let h = 0; h < this.steps; h++) {
      let change = 0;
      for (let i = 0; i < this.#curves.length; i++) change += this.#heard[i] * this.#curves[i][h];
      out[h] = present + s * change;
    }
  }

  dispose(): void {}
}
