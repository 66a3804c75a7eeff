import type { TrustCurve } from './blend';
import type { Expectation } from './gate/gate';
import type { MethodId } from './personal-model';

/** What is usual of a method, measured on people that the network had not seen (docs/adaptation.md). */
interface Usual {
  readonly trust: TrustCurve;
  /** Log change of error where the whole correction is used, at the trust curve's ms. */
  readonly gain: readonly number[];
}

const MS = [10, 50, 100, 200, 500];

export const USUAL: Readonly<Record<MethodId, Usual>> = {
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

const SPREAD = 0.12;

/** Expected log change of a blended correction: the gain shrinks twice with the trust, once as it is used less. */
export function expectationOf(
  method: MethodId,
  blend: Float64Array,
  outputs: number,
  rate: number,
): Expectation {
  const { trust, gain } = USUAL[method];
  const steps = blend.length;
  const mean = new Float64Array(outputs * steps);
  for (let i = 0; i < mean.length; i++) {
    const h = i % steps;
    mean[i] = between(trust.ms, gain, ((h + 1) * 1000) / rate) * blend[h] ** 2;
  }
  return { mean, spread: SPREAD };
}

function between(at: readonly number[], values: readonly number[], x: number): number {
  if (x <= at[0]) return values[0];
  const i = at.findIndex((a) => a >= x);
  if (i < 0) return values[values.length - 1];
  return values[i - 1] + ((x - at[i - 1]) / (at[i] - at[i - 1])) * (values[i] - values[i - 1]);
}
