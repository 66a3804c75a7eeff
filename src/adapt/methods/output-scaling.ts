import type { NetworkSpec } from '../../forecast/network-spec';
import type { WeightTensor } from '../../forecast/runtime/executor';

/** Weights of the same network with each output multiplied by its factor: in the last layer, or the fixed basis. */
export function scaleOutputs(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  factors: ArrayLike<number>,
): WeightTensor[] {
  const last = spec.output.basis === undefined ? ['output/kernel', 'output/bias'] : ['basis/kernel'];
  const n = factors.length;
  return weights.map((w) =>
    last.includes(w.name) ? { ...w, data: w.data.map((v, i) => v * factors[i % n]) } : w,
  );
}
