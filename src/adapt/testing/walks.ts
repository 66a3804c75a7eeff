import { Rng } from '../../gait/rng';
import type { MarkedStride, Walk } from '../walk';

const RATE = 100;
export const KNEE = 'knee_angle_r';

export interface WalkerOptions {
  readonly seed: number;
  readonly strides: number;
  /** Ticks of a stride, on average. */
  readonly length?: number;
  /** Degrees that the swing peak stands above stance. */
  readonly swing?: number;
  /** A second bend in swing, deg: what makes a person odd. */
  readonly oddity?: number;
  readonly noise?: number;
}

/** A knee that walks: loading, swing and, for the odd, a second bend; strides differ a little. With where each stride is. */
export function syntheticWalk(options: WalkerOptions): { walk: Walk; strides: MarkedStride[] } {
  const { seed, strides: count, length = 110, swing = 55, oddity = 0, noise = 0.2 } = options;
  const rng = new Rng(seed);
  const values: number[] = [];
  const strides: MarkedStride[] = [];
  let swingNow = swing;
  for (let s = 0; s < count; s++) {
    const start = values.length;
    const ticks = Math.round(length * Math.exp(rng.normal(0, 0.03)));
    const next = swing * Math.exp(rng.normal(0, 0.03));
    for (let t = 0; t < ticks; t++) {
      const p = t / ticks;
      const height = swingNow + (next - swingNow) * p;
      values.push(5 + 14 * bump(p, 0.15, 0.07) + height * bump(p, 0.72, 0.09) + oddity * bump(p, 0.9, 0.03));
    }
    swingNow = next;
    strides.push({ start, end: values.length, use: true });
  }
  const measured = Float32Array.from(values, (v) => v + rng.normal(0, noise));
  return { walk: walkOf({ [KNEE]: measured }), strides };
}

/** Conditioned by a short causal mean. */
export function walkOf(channels: Record<string, Float32Array>): Walk {
  const ticks = Object.values(channels)[0].length;
  return {
    rate: RATE,
    ticks,
    channels: Object.fromEntries(
      Object.entries(channels).map(([name, measured]) => [
        name,
        { measured, input: measured.map((v, t) => (t === 0 ? v : 0.7 * v + 0.3 * measured[t - 1])) },
      ]),
    ),
  };
}

function bump(p: number, at: number, width: number): number {
  return Math.exp(-0.5 * ((p - at) / width) ** 2);
}
