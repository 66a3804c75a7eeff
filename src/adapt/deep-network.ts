import type { NetworkSpec } from '../forecast/network-spec';
import type { WeightTensor } from '../forecast/runtime/executor';
import { planNetwork } from '../forecast/runtime/plan';
import { orderWeights } from '../forecast/runtime/weights';

/**
 * A network cut in two before its last layer: `trunk` is a network of its own, which any executor or trainer runs, and the
 * small rest is done here. So one run gives the forecast and what the network knows when it makes it.
 */
export interface DeepNetwork {
  readonly trunk: NetworkSpec;
  readonly trunkWeights: readonly WeightTensor[];
  /** Width of the trunk's output: units of the last hidden layer. */
  readonly units: number;
  readonly tail: Tail;
}

/** The trunk's raw output becomes deep features, in place, and those become the network's output. */
export interface Tail {
  /** Deep features of one sample: the hidden layer behind its activation, then the context where that rejoins. */
  readonly featureCount: number;
  readonly outputs: number;
  features(
    raw: Float32Array,
    rawAt: number,
    context: Float32Array,
    contextAt: number,
    out: Float32Array,
  ): void;
  /** y [outputs] in the network's scaled units. */
  output(features: Float32Array, y: Float32Array): void;
}

/** Throws RangeError for a network without a hidden layer in its head. */
export function cutNetwork(spec: NetworkSpec, weights: readonly WeightTensor[]): DeepNetwork {
  const last = spec.head.at(-1);
  if (last === undefined) throw new RangeError('the network has no hidden layer to read');
  const plan = planNetwork(spec);
  const hidden = plan.dense[plan.dense.length - 2];
  const final = plan.dense[plan.dense.length - 1];
  const all = new Map(orderWeights(spec, weights).map((w) => [w.name, w]));
  const data = (name: string): Float32Array => all.get(name)!.data;

  const trunk: NetworkSpec = {
    ...spec,
    head: spec.head.slice(0, -1),
    output: { joints: 1, steps: last.units },
  };
  const renamed = (name: string): string => name.replace(`${hidden.name}/`, 'output/');
  const rest = new Set([`${final.name}/kernel`, `${final.name}/bias`, 'basis/kernel']);
  const trunkWeights = [...all.values()]
    .filter((w) => !rest.has(w.name))
    .map((w) => ({ ...w, name: renamed(w.name) }));

  const basis = plan.basis === null ? null : data('basis/kernel');
  const tail = new DenseTail({
    units: last.units,
    activation: last.activation,
    context: last.rejoin ? plan.context : 0,
    kernel: data(`${final.name}/kernel`),
    bias: data(`${final.name}/bias`),
    basis,
    outputs: plan.outputs,
  });
  return { trunk, trunkWeights, units: last.units, tail };
}

interface TailShape {
  readonly units: number;
  readonly activation: NetworkSpec['head'][number]['activation'];
  readonly context: number;
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  readonly basis: Float32Array | null;
  readonly outputs: number;
}

class DenseTail implements Tail {
  readonly featureCount: number;
  readonly outputs: number;
  readonly #shape: TailShape;
  readonly #coefficients: Float32Array;

  constructor(shape: TailShape) {
    this.#shape = shape;
    this.featureCount = shape.units + shape.context;
    this.outputs = shape.outputs;
    this.#coefficients = new Float32Array(shape.bias.length);
  }

  features(
    raw: Float32Array,
    rawAt: number,
    context: Float32Array,
    contextAt: number,
    out: Float32Array,
  ): void {
    const { units, activation, context: size } = this.#shape;
    for (let i = 0; i < units; i++) {
      const v = raw[rawAt + i];
      out[i] = activation === 'relu' ? Math.max(v, 0) : activation === 'tanh' ? Math.tanh(v) : v;
    }
    for (let i = 0; i < size; i++) out[units + i] = context[contextAt + i];
  }

  output(features: Float32Array, y: Float32Array): void {
    const { kernel, bias, basis, outputs } = this.#shape;
    const into = basis === null ? y : this.#coefficients;
    const k = bias.length;
    for (let c = 0; c < k; c++) into[c] = bias[c];
    for (let f = 0; f < this.featureCount; f++) {
      const v = features[f];
      if (v !== 0) for (let c = 0; c < k; c++) into[c] += v * kernel[f * k + c];
    }
    if (basis === null) return;
    y.fill(0, 0, outputs);
    for (let c = 0; c < k; c++) {
      const v = into[c];
      for (let o = 0; o < outputs; o++) y[o] += v * basis[c * outputs + o];
    }
  }
}
