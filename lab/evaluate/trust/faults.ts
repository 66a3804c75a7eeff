import type { Rng } from '../../../src/gait/rng';

/** What a broken sensor makes of a sound signal from sample `onset` on; both at the native rate, deg. */
export interface Fault {
  readonly id: FaultId;
  apply(sound: Float32Array, rate: number, onset: number, stride: number, rng: Rng): Float32Array;
}

export type FaultId =
  | 'hold'
  | 'zero'
  | 'jump'
  | 'spikes'
  | 'noise'
  | 'drift'
  | 'swapped'
  | 'saturation'
  | 'sign_flip'
  | 'delay';

type Change = (x: Float32Array, i: number, onset: number) => number;

const sign = (rng: Rng): number => (rng.uniform() < 0.5 ? -1 : 1);

function fault(
  id: FaultId,
  draw: (rng: Rng, rate: number, sound: Float32Array, stride: number) => Change,
): Fault {
  return {
    id,
    apply(sound, rate, onset, stride, rng) {
      const change = draw(rng, rate, sound, stride);
      return sound.map((v, i) => (i < onset ? v : change(sound, i, onset)));
    },
  };
}

/** `stride`: samples of the person's usual stride; the other leg is taken to be half of one away. */
export const FAULTS: readonly Fault[] = [
  fault('hold', () => (x, _, onset) => x[onset - 1]),
  fault('zero', () => () => 0),
  fault('jump', (rng) => {
    const by = sign(rng) * rng.uniform(10, 30);
    return (x, i) => x[i] + by;
  }),
  fault('spikes', (rng, rate) => {
    const every = Math.round(0.1 * rate);
    const long = Math.round(rng.uniform(0.01, 0.02) * rate);
    const high = sign(rng) * rng.uniform(15, 60);
    return (x, i, onset) => x[i] + ((i - onset) % every < long ? high : 0);
  }),
  fault('noise', (rng) => {
    const sd = rng.uniform(3, 8);
    return (x, i) => x[i] + rng.normal(0, sd);
  }),
  fault('drift', (rng, rate) => {
    const perSample = (sign(rng) * rng.uniform(40, 100)) / rate;
    return (x, i, onset) => x[i] + (i - onset) * perSample;
  }),
  fault('swapped', (_, __, ___, stride) => {
    const half = Math.round(stride / 2);
    return (x, i) => x[i - half];
  }),
  fault('saturation', (rng, _, sound) => {
    const [low, high] = extremes(sound);
    const limit = low + rng.uniform(0.4, 0.7) * (high - low);
    return (x, i) => Math.min(x[i], limit);
  }),
  fault('sign_flip', () => (x, i) => -x[i]),
  fault('delay', (rng, rate) => {
    const by = Math.round(rng.uniform(0.1, 0.25) * rate);
    return (x, i) => x[i - by];
  }),
];

function extremes(x: Float32Array): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const v of x) {
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  return [low, high];
}
