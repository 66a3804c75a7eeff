import type { Forecaster, History } from '../../forecast/forecaster';
import type { FeatureCard } from '../../forecast/model-card';
import type { ChannelName } from '../../gait/channels';

/** A classical forecaster in the place of the network: with the scale of each output, as the network has it, for its interval. */
export class ShownPeer implements Forecaster {
  readonly id: string;
  readonly kind = 'baseline';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  readonly windowTicks: number;
  readonly steps: number;
  /** Scale s of each output at the last forecast, deg: the interval's unit. */
  readonly scales: Float32Array;
  readonly #peer: Forecaster;
  readonly #scaling: FeatureCard['scaling'];

  constructor(peer: Forecaster, card: FeatureCard) {
    this.id = peer.id;
    this.inputs = [...new Set([...peer.inputs, ...peer.outputs])];
    this.outputs = peer.outputs;
    this.windowTicks = Math.max(peer.windowTicks, card.windowTicks);
    this.steps = peer.steps;
    this.scales = new Float32Array(peer.outputs.length);
    this.#peer = peer;
    this.#scaling = card.scaling;
    if (card.scaling.kind === 'fixed') {
      const { scale } = card.scaling;
      card.outputs.forEach((name, j) => {
        this.scales[j] = scale[card.inputs.indexOf(name)] ?? card.outputScaling?.scale[j] ?? 1;
      });
    }
  }

  forecast(history: History, out: Float32Array): void | Promise<void> {
    if (this.#scaling.kind === 'window')
      for (let j = 0; j < this.outputs.length; j++)
        this.scales[j] = Math.max(this.#scaling.minRange, this.#range(history, j));
    return this.#peer.forecast(history, out);
  }

  dispose(): void {
    this.#peer.dispose();
  }

  #range(history: History, output: number): number {
    const window = history.input(this.outputs[output], this.windowTicks);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let t = 0; t < window.length; t++) {
      if (window[t] < low) low = window[t];
      if (window[t] > high) high = window[t];
    }
    return high - low;
  }
}
