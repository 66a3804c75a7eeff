import type { NetworkSpec } from '../network-spec';
import type { Executor, ExecutorId, WeightTensor } from './executor';
import { referenceForward } from './reference/network';
import type { Probe } from './probe';

/** Largest ||a - b|| / ||b|| against the float64 reference; GPUs compute with less care. */
export const PARITY_LIMIT: Readonly<Record<ExecutorId, number>> = {
  'wasm-relaxed': 1e-5,
  'wasm-simd': 1e-5,
  'tfjs-wasm': 1e-5,
  'tfjs-cpu': 1e-5,
  'webgl-fused': 1e-4,
  'tfjs-webgl': 1e-4,
};

/** Samples of a probe that the reference runs as well. */
const CHECKED = 2;

/** Expected outputs of the first and the last sample of a probe. */
export interface Expectation {
  readonly samples: readonly number[];
  readonly outputs: Float64Array[];
}

export function expectationOf(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  probe: Probe,
): Expectation {
  const { ticks, channels, context } = spec.input;
  const samples = [0, probe.batch - 1].slice(0, Math.min(CHECKED, probe.batch));
  const outputs = samples.map((s) =>
    referenceForward(
      spec,
      weights,
      1,
      probe.sequence.subarray(s * ticks * channels, (s + 1) * ticks * channels),
      probe.context.subarray(s * context, (s + 1) * context),
    ),
  );
  return { samples, outputs };
}

/** Runs the probe and gives the worst relative distance from what is expected; Infinity where it is not finite. */
export async function distance(
  executor: Pick<Executor, 'run'>,
  probe: Probe,
  expected: Expectation,
): Promise<number> {
  probe.out.fill(Number.NaN);
  await executor.run(probe.batch, probe.sequence, probe.context, probe.out);
  const each = expected.samples.map((s, k) => {
    const truth = expected.outputs[k];
    let difference = 0;
    let norm = 0;
    for (let n = 0; n < truth.length; n++) {
      difference += (probe.out[s * truth.length + n] - truth[n]) ** 2;
      norm += truth[n] ** 2;
    }
    return Math.sqrt(difference / norm);
  });
  const worst = Math.max(...each);
  return Number.isFinite(worst) ? worst : Infinity;
}
