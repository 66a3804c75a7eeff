import type { Rng } from '../../src/gait/rng';
import type { Augmentation } from '../train/augment';

/**
 * How windows are bent (see Augmentation). Times are those of all channels; gain is of a joint, the same on both sides but
 * for a third of it; shape and noise are of each channel.
 */
export type MotionAugmentation = Pick<Augmentation, 'speed' | 'localSpeed' | 'gain' | 'shape' | 'noise'>;

/** A recording that windows are cut from: `[channel][sample]`, conditioned and measured, at one rate. */
export interface MotionSignal {
  readonly rate: number;
  readonly input: readonly Float32Array[];
  readonly measured: readonly Float32Array[];
}

const SIDE_SHARE = 1 / 3;

/** Cuts windows of all channels at the same, warped, times; each channel is then bent by itself. */
export class MotionCutter {
  /** [channel][tick], oldest first, and [channel][step]; deg. Overwritten by the next `cut`. */
  readonly past: readonly Float32Array[];
  readonly future: readonly Float32Array[];
  readonly #rate: number;
  readonly #augmentation: MotionAugmentation;
  /** Joint number of each channel: the two sides of a joint have the same. */
  readonly #joints: readonly number[];
  readonly #times: Float64Array;

  constructor(
    rate: number,
    ticks: number,
    steps: number,
    joints: readonly number[],
    augmentation: MotionAugmentation,
  ) {
    this.past = joints.map(() => new Float32Array(ticks));
    this.future = joints.map(() => new Float32Array(steps));
    this.#rate = rate;
    this.#joints = joints;
    this.#augmentation = augmentation;
    this.#times = new Float64Array(ticks + steps);
  }

  /** A window from a random place, the signal's channels taken in the order of `places`. False when it is too short. */
  cut(signal: MotionSignal, places: readonly number[], rng: Rng): boolean {
    const span = this.#warpTimes(rng);
    const room = (signal.input[0].length - 2) / signal.rate - span;
    if (room < 0) return false;
    const start = rng.uniform() * room;
    const { gain, shape, noise = 0 } = this.#augmentation;
    const jointGains = new Map<number, number>();
    for (let c = 0; c < places.length; c++) {
      const joint = this.#joints[c];
      const common = jointGains.get(joint) ?? rng.uniform(-gain, gain);
      jointGains.set(joint, common);
      const own = SIDE_SHARE * rng.uniform(-gain, gain);
      this.#fill(signal, places[c], c, start);
      bend(this.past[c], this.future[c], Math.exp(common + own), rng.uniform(-shape, shape));
      if (noise === 0) continue;
      const sd = rng.uniform(0, noise);
      for (let t = 0; t < this.past[c].length; t++) this.past[c][t] += rng.normal(0, sd);
    }
    return true;
  }

  #fill({ input, measured, rate }: MotionSignal, place: number, c: number, start: number): void {
    const [past, future] = [this.past[c], this.future[c]];
    for (let t = 0; t < past.length; t++) past[t] = valueAt(input[place], (start + this.#times[t]) * rate);
    for (let h = 0; h < future.length; h++)
      future[h] = valueAt(measured[place], (start + this.#times[past.length + h]) * rate);
  }

  /** Fills the times and returns the last one. */
  #warpTimes(rng: Rng): number {
    const { speed, localSpeed } = this.#augmentation;
    const n = this.#times.length;
    const whole = Math.exp(rng.uniform(-speed, speed)) / this.#rate;
    const depth = rng.uniform(0, localSpeed);
    const turns = rng.uniform(0.5, 2);
    const phase = rng.uniform(0, 2 * Math.PI);
    let at = 0;
    for (let i = 0; i < n; i++) {
      this.#times[i] = at;
      at += whole * Math.exp(depth * Math.sin(phase + (2 * Math.PI * turns * i) / n));
    }
    return this.#times[n - 1];
  }
}

function bend(past: Float32Array, future: Float32Array, gain: number, shape: number): void {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const part of [past, future])
    for (let i = 0; i < part.length; i++) {
      min = Math.min(min, part[i]);
      max = Math.max(max, part[i]);
    }
  const range = Math.max(max - min, 1e-6);
  for (const part of [past, future])
    for (let i = 0; i < part.length; i++) {
      const u = (part[i] - min) / range;
      part[i] = gain * (min + range * (u + shape * u * (1 - u)));
    }
}

/** On the line between the samples around position `at`, as the live pipeline reads a tick. */
function valueAt(x: Float32Array, at: number): number {
  const i = Math.floor(at);
  return x[i] + (x[i + 1] - x[i]) * (at - i);
}
