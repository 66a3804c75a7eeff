import type { Rng } from '../../src/gait/rng';
import type { KneeSignal } from './recordings';
import { StridePhase } from './stride-phase';

/** How far a training window may be bent away from the recording; all zero gives the recording itself. */
export interface Augmentation {
  /** Speed of the whole window: e^U(-speed, speed). */
  readonly speed: number;
  /** Smooth change of speed inside the window: e^(a sin), a from U(0, localSpeed). */
  readonly localSpeed: number;
  /** e^U(-gain, gain). */
  readonly gain: number;
  /** Quadratic distortion of the angle over its range: u + b u (1 - u), b from U(-shape, shape); below 1 it keeps order. */
  readonly shape: number;
  /**
   * Sensor noise on the past alone, white at the card's rate, deg: one SD a window from U(0, noise). The live path's 40 Hz
   * low-pass leaves a sensor's noise nearly white at 100 Hz, so this stands for noisier sensors than those recorded.
   * Default 0.
   */
  readonly noise?: number;
  /** Walks of two people mixed; default none. */
  readonly mixing?: MixingAugmentation;
  /** Of EMG envelopes; default none. */
  readonly amplitudes?: AmplitudeAugmentation;
}

/** Walks that nobody walked: this share of windows is laid over another man's walk in the same phase, weight of his from U(0, most). */
interface MixingAugmentation {
  readonly share: number;
  readonly most: number;
}

/** How EMG may fail or differ from person to person. */
export interface AmplitudeAugmentation {
  /** Share of windows in which every electrode is silent. */
  readonly silent: number;
  /** Share of the other windows in which any one electrode is. */
  readonly lost: number;
  /** Envelope to the power e^U(-contrast, contrast), by channel: flatter or sharper bursts. */
  readonly contrast: number;
}

/** Share of windows whose memory is cut short at random, as it is soon after a start or a gap. */
const SHORT_MEMORY = 0.3;

/** Cuts windows of past and future out of signals, bent at random; past and future are bent as one. */
export class WindowCutter {
  /** Conditioned past, oldest first, and measured future of the last `cut`, deg. Overwritten by the next. */
  readonly past: Float32Array;
  readonly future: Float32Array;
  readonly #rate: number;
  readonly #augmentation: Augmentation;
  /** Ends with `past`; before it, what the signal holds of earlier ticks. */
  readonly #memory: Float32Array;
  #held = 0;
  /** When each sample of past and future was taken, s from the window's start. */
  readonly #times: Float64Array;
  /** Where the last window began in its signal, s. */
  #start = 0;
  /** Phases of the window, then where the other's walk has them. */
  readonly #phases: Float64Array;
  readonly #known = new Map<KneeSignal, StridePhase>();
  #lengthOf: (tick: number) => number = () => 0;

  /** @param memory ticks before the newest that are wanted beyond the window where the signal has them. */
  constructor(rate: number, ticks: number, steps: number, augmentation: Augmentation, memory = ticks) {
    this.#memory = new Float32Array(Math.max(memory, ticks));
    this.past = this.#memory.subarray(this.#memory.length - ticks);
    this.future = new Float32Array(steps);
    this.#rate = rate;
    this.#augmentation = augmentation;
    this.#times = new Float64Array(ticks + steps);
    this.#phases = new Float64Array(ticks + steps);
  }

  /** `past` and what is known before it. */
  get known(): Float32Array {
    return this.#memory.subarray(this.#memory.length - this.#held);
  }

  /** A window from a random place of `signal`, perhaps mixed with `other`. False when the signal is too short for it. */
  cut(signal: KneeSignal, rng: Rng, other?: KneeSignal): boolean {
    const span = this.#warpTimes(rng);
    const room = (signal.input.length - 2) / signal.rate - span;
    if (room < 0) return false;
    const start = rng.uniform() * room;
    this.#start = start;
    const ticks = this.past.length;
    for (let t = 0; t < ticks; t++)
      this.past[t] = valueAt(signal.input, (start + this.#times[t]) * signal.rate);
    for (let h = 0; h < this.future.length; h++)
      this.future[h] = valueAt(signal.measured, (start + this.#times[ticks + h]) * signal.rate);
    if (other) this.#mix(signal, other, rng);
    this.#remember(signal, rng);
    this.#bend(rng);
    this.#disturb(rng);
    return true;
  }

  /** The same past of another channel of the signal just cut, bent in time alone. */
  alongside(x: Float32Array, rate: number, out: Float32Array): void {
    for (let t = 0; t < out.length; t++) out[t] = valueAt(x, (this.#start + this.#times[t]) * rate);
  }

  /** Fills the times and returns the last one. */
  #warpTimes(rng: Rng): number {
    const { speed, localSpeed } = this.#augmentation;
    const n = this.#times.length;
    const whole = Math.exp(rng.uniform(-speed, speed)) / this.#rate;
    const depth = rng.uniform(0, localSpeed);
    const turns = rng.uniform(0.5, 2);
    const phase = rng.uniform(0, 2 * Math.PI);
    this.#lengthOf = (i) => whole * Math.exp(depth * Math.sin(phase + (2 * Math.PI * turns * i) / n));
    let at = 0;
    for (let i = 0; i < n; i++) {
      this.#times[i] = at;
      at += this.#lengthOf(i);
    }
    return this.#times[n - 1];
  }

  /** Where the other's walk is too short for the window's phases, the window stays as it was. */
  #mix(signal: KneeSignal, other: KneeSignal, rng: Rng): void {
    const weight = rng.uniform(0, this.#augmentation.mixing?.most ?? 0);
    const place = rng.uniform();
    const [own, his] = [this.#phaseOf(signal), this.#phaseOf(other)];
    const n = this.#times.length;
    for (let i = 0; i < n; i++) this.#phases[i] = own.at(this.#start + this.#times[i]);
    const span = this.#phases[n - 1] - this.#phases[0];
    // Whole strides further: the same phase.
    const least = Math.ceil(-this.#phases[0]);
    const most = Math.floor(his.last - span - this.#phases[0]);
    if (!(most >= least)) return;
    const further = least + Math.floor(place * (most - least + 1));
    for (let i = 0; i < n; i++) {
      const at = (this.#phases[i] = his.timeOf(this.#phases[i] + further) * other.rate);
      if (!(at >= 0 && at < other.input.length - 1)) return;
    }
    const ticks = this.past.length;
    for (let t = 0; t < ticks; t++)
      this.past[t] += weight * (valueAt(other.input, this.#phases[t]) - this.past[t]);
    for (let h = 0; h < this.future.length; h++)
      this.future[h] += weight * (valueAt(other.measured, this.#phases[ticks + h]) - this.future[h]);
  }

  #phaseOf(signal: KneeSignal): StridePhase {
    let phase = this.#known.get(signal);
    if (phase === undefined) this.#known.set(signal, (phase = new StridePhase(signal)));
    return phase;
  }

  /** Goes on back from the window's start with the same change of speed. */
  #remember(signal: KneeSignal, rng: Rng): void {
    const ticks = this.past.length;
    let wanted = this.#memory.length;
    this.#held = ticks;
    if (wanted === ticks) return;
    if (rng.uniform() < SHORT_MEMORY) wanted = Math.round(rng.uniform(ticks, wanted));
    let at = this.#start - this.#lengthOf(-1);
    while (this.#held < wanted && at >= 0) {
      this.#held++;
      this.#memory[this.#memory.length - this.#held] = valueAt(signal.input, at * signal.rate);
      at -= this.#lengthOf(ticks - this.#held - 1);
    }
  }

  #bend(rng: Rng): void {
    const { gain, shape } = this.#augmentation;
    const g = Math.exp(rng.uniform(-gain, gain));
    const b = rng.uniform(-shape, shape);
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const part of [this.past, this.future])
      for (let i = 0; i < part.length; i++) {
        min = Math.min(min, part[i]);
        max = Math.max(max, part[i]);
      }
    const range = Math.max(max - min, 1e-6);
    for (const part of [this.known, this.future])
      for (let i = 0; i < part.length; i++) {
        const u = (part[i] - min) / range;
        part[i] = g * (min + range * (u + b * u * (1 - u)));
      }
  }

  /** The future stays as it was: it is the truth that noise hides. */
  #disturb(rng: Rng): void {
    const { noise = 0 } = this.#augmentation;
    if (noise === 0) return;
    const sd = rng.uniform(0, noise);
    const { known } = this;
    for (let t = 0; t < known.length; t++) known[t] += rng.normal(0, sd);
  }
}

/** On the line between the samples around position `at`. */
function valueAt(x: Float32Array, at: number): number {
  const i = Math.floor(at);
  return x[i] + (x[i + 1] - x[i]) * (at - i);
}
