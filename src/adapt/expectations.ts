import type { FeatureCard } from '../forecast/model-card';
import type { TrustCurve } from './blend';
import type { Expectation } from './gate/gate';
import type { MethodId } from './personal-model';

/** What is usual of a method, measured on people that the network had not seen (docs/adaptation.md). */
interface Usual {
  readonly trust: TrustCurve;
  /** Log change of error that the network with the memory brings alone, against the base, at the trust curve's ms. */
  readonly memory: readonly number[];
  /** Log change of error where the whole correction is used, at the trust curve's ms. */
  readonly gain: readonly number[];
  /** Spread of the whole change from person to person, log. */
  readonly spread: readonly number[];
}

type Learned = Pick<Usual, 'trust' | 'gain'>;

const MS = [10, 50, 100, 200, 500];

const UNUSED = { trust: { ms: MS, strides2: [1, 1, 1, 1, 1] }, gain: [0, 0, 0, 0, 0] };

const OF_WINDOW_ALONE: Readonly<Record<MethodId, Learned>> = {
  memory: UNUSED,
  closed_form: {
    trust: { ms: MS, strides2: [1.5, 1.5, 2, 5, 9] },
    gain: [-0.1, -0.18, -0.18, -0.1, -0.08],
  },
  fine_tuned: {
    trust: { ms: MS, strides2: [1, 1, 1, 4, 4] },
    gain: [-0.05, -0.1, -0.15, -0.13, -0.13],
  },
  fine_tuned_closed_form: {
    trust: { ms: MS, strides2: [1, 1, 1, 4, 4] },
    gain: [-0.1, -0.18, -0.22, -0.15, -0.15],
  },
};

/**
 * Of networks with an echo (src/forecast/echo.ts). From 100 ms on little of a correction is used: the base hears the person's own strides
 * itself, better with every stride, while the correction stays what it was when few had been heard.
 */
const WITH_ECHO: Readonly<Record<MethodId, Learned>> = {
  memory: UNUSED,
  closed_form: {
    trust: { ms: MS, strides2: [1.5, 2, 25, 100, 100] },
    gain: [-0.08, -0.08, -0.08, -0.08, -0.08],
  },
  fine_tuned: {
    trust: { ms: MS, strides2: [1, 1.5, 20, 75, 75] },
    gain: [-0.04, -0.04, -0.06, -0.08, -0.08],
  },
  fine_tuned_closed_form: {
    trust: { ms: MS, strides2: [1, 1.5, 20, 75, 75] },
    gain: [-0.08, -0.1, -0.08, -0.08, -0.08],
  },
};

const NOTHING = [0, 0, 0, 0, 0];
const OF_MEMORY = [-0.04, -0.18, -0.25, -0.28, -0.3];

/** How much people differ in it, log. Further ahead some gain twice what others do. */
const SPREAD = [0.12, 0.12, 0.12, 0.12, 0.12];
const SPREAD_OF_MEMORY = [0.12, 0.12, 0.15, 0.15, 0.25];

/**
 * Share of the network with the memory in a personal model learned from so many strides, the base has the rest. A memory of two or
 * three strides misleads now and then; half-way to the base costs little where it does not.
 */
export const memoryShare = (strides: number): number => strides ** 2 / (strides ** 2 + MEMORY_STRIDES2);
const MEMORY_STRIDES2 = 3;

/** What is usual of a method on this network. `remembers`: it is not the base, but the network with the memory beside it. */
export const usualOf = (
  method: MethodId,
  { features }: Pick<FeatureCard, 'features'>,
  remembers: boolean,
): Usual => ({
  ...(features.echo ? WITH_ECHO : OF_WINDOW_ALONE)[method],
  memory: remembers ? OF_MEMORY : NOTHING,
  spread: remembers ? SPREAD_OF_MEMORY : SPREAD,
});

/**
 * Expected log change against the base: what the memory brings, and what the blended correction adds. That gain shrinks
 * twice with the trust, once as it is used less.
 */
export function expectationOf(
  { trust, memory, gain, spread: spreads }: Usual,
  blend: Float64Array,
  outputs: number,
  rate: number,
): Expectation {
  const steps = blend.length;
  const mean = new Float64Array(outputs * steps);
  const spread = new Float64Array(outputs * steps);
  for (let i = 0; i < mean.length; i++) {
    const h = i % steps;
    const at = ((h + 1) * 1000) / rate;
    mean[i] = between(trust.ms, memory, at) + between(trust.ms, gain, at) * blend[h] ** 2;
    spread[i] = between(trust.ms, spreads, at);
  }
  return { mean, spread };
}

function between(at: readonly number[], values: readonly number[], x: number): number {
  if (x <= at[0]) return values[0];
  const i = at.findIndex((a) => a >= x);
  if (i < 0) return values[values.length - 1];
  return values[i - 1] + ((x - at[i - 1]) / (at[i] - at[i - 1])) * (values[i] - values[i - 1]);
}
