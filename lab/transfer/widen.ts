import type { NetworkSpec } from '../../src/forecast/network-spec';
import type { WeightTensor } from '../../src/forecast/runtime/executor';
import { planNetwork } from '../../src/forecast/runtime/plan';
import { initWeights, orderWeights } from '../../src/forecast/runtime/weights';

/**
 * Weights of a wider network that forecasts exactly as a narrower one: what is new is fresh inside, but what leads from it
 * to the old parts is 0. New channels and context come behind the old ones. So a branch is joined as a residual, and training
 * can only move away from the narrow network where that helps. The LSTM may not be wider: attention mixes all of its units.
 */
export function widened(
  from: NetworkSpec,
  weights: readonly WeightTensor[],
  to: NetworkSpec,
  random: () => number,
): WeightTensor[] {
  const old = new Map(orderWeights(from, weights).map((w) => [w.name, w]));
  const places = placesOf(from, to);
  return initWeights(to, random).map((fresh) => {
    const kept = old.get(fresh.name)!;
    if (fresh.name === 'basis/kernel') return kept;
    if (fresh.shape.length === 1) return { ...fresh, data: copyVector(kept, fresh) };
    const { rows } = places.get(fresh.name.replace(/\/.*/, '')) ?? { rows: null };
    const recurrent = fresh.name.endsWith('/recurrent_kernel');
    return { ...fresh, data: copyMatrix(kept, fresh, recurrent ? null : rows) };
  });
}

/** For each layer, where its old inputs lie among the new ones. */
function placesOf(from: NetworkSpec, to: NetworkSpec): Map<string, { rows: readonly number[] }> {
  const [a, b] = [planNetwork(from), planNetwork(to)];
  const places = new Map<string, { rows: readonly number[] }>();
  a.stages.forEach((stage, i) => {
    const wide = b.stages[i];
    if (stage.kind !== wide.kind) throw new RangeError(`${stage.name} is ${wide.name} in the wider network`);
    if (stage.kind === 'lstm' && stage.to.channels !== wide.to.channels)
      throw new RangeError('the LSTM may not be wider');
    places.set(stage.name, { rows: upTo(stage.from.channels) });
  });
  const context = (at: number): number[] => Array.from({ length: a.context }, (_, i) => at + i);
  a.dense.forEach((layer, i) => {
    const wide = b.dense[i];
    const before = layer.inputs - (i === 0 || a.dense[i - 1].rejoin ? a.context : 0);
    const wideBefore = wide.inputs - (i === 0 || b.dense[i - 1].rejoin ? b.context : 0);
    const rows = upTo(before);
    places.set(layer.name, { rows: layer.inputs > before ? [...rows, ...context(wideBefore)] : rows });
  });
  return places;
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

function copyVector(kept: WeightTensor, fresh: WeightTensor): Float32Array {
  const data = fresh.data.slice();
  data.set(kept.data);
  return data;
}

/** [..., inputs, outputs]: old to old is copied, new to old 0, the rest fresh. `rows`: where old inputs lie; null: all the same. */
function copyMatrix(kept: WeightTensor, fresh: WeightTensor, rows: readonly number[] | null): Float32Array {
  const [oldIn, oldOut] = kept.shape.slice(-2);
  const [newIn, newOut] = fresh.shape.slice(-2);
  const places = rows ?? upTo(oldIn);
  const blocks = kept.data.length / (oldIn * oldOut);
  const data = fresh.data.slice();
  for (let k = 0; k < blocks; k++) {
    for (let i = 0; i < newIn; i++) data.fill(0, (k * newIn + i) * newOut, (k * newIn + i) * newOut + oldOut);
    for (let i = 0; i < oldIn; i++)
      for (let o = 0; o < oldOut; o++)
        data[(k * newIn + places[i]) * newOut + o] = kept.data[(k * oldIn + i) * oldOut + o];
  }
  return data;
}
