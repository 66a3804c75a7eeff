import type { FeatureCard } from '../../src/forecast/model-card';
import type { Rng } from '../../src/gait/rng';
import type { AmplitudeAugmentation, WindowCutter } from './augment';
import type { KneeSignal } from './recordings';

/** Windows of the channels beside the knee, cut along with it; EMG may fall silent or change its contrast. */
export class OtherInputs {
  readonly #amplitudes: readonly string[];
  readonly #change: AmplitudeAugmentation | undefined;
  readonly #window: Float32Array;
  readonly #silent: boolean[];
  readonly #power: number[];

  constructor(card: FeatureCard, change: AmplitudeAugmentation | undefined) {
    this.#amplitudes = card.amplitudes?.inputs ?? [];
    this.#change = this.#amplitudes.length > 0 ? change : undefined;
    this.#window = new Float32Array(card.windowTicks);
    this.#silent = this.#amplitudes.map(() => false);
    this.#power = this.#amplitudes.map(() => 1);
  }

  /** What happens to the next window. */
  draw(rng: Rng): void {
    if (this.#change === undefined) return;
    const { silent, lost, contrast } = this.#change;
    const all = rng.uniform() < silent;
    for (let i = 0; i < this.#silent.length; i++) {
      this.#silent[i] = rng.uniform() < lost || all;
      this.#power[i] = Math.exp(rng.uniform(-contrast, contrast));
    }
  }

  /** Window of the named channel beside the cutter's last; valid until the next call. Throws RangeError for one that the signal lacks. */
  past(name: string, signal: KneeSignal, cutter: WindowCutter): Float32Array {
    const x = signal.others?.[name];
    if (x === undefined) throw new RangeError(`a recording without ${name}`);
    const out = this.#window;
    const i = this.#change === undefined ? -1 : this.#amplitudes.indexOf(name);
    if (i >= 0 && this.#silent[i]) return out.fill(0);
    cutter.alongside(x, signal.rate, out);
    if (i >= 0 && this.#power[i] !== 1)
      for (let t = 0; t < out.length; t++) out[t] = Math.max(out[t], 0) ** this.#power[i];
    return out;
  }
}
