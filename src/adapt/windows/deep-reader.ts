import type { NetworkSpec } from '../../forecast/network-spec';
import type { Executor, WeightTensor } from '../../forecast/runtime/executor';
import { wasmSimd } from '../../forecast/runtime/wasm/wasm-executor';
import { cutNetwork, type Tail } from '../deep-network';
import type { WindowSet } from './window-set';

/** What a network makes of a set of windows. */
export interface DeepRows {
  readonly featureCount: number;
  /** Deep features, [count, features]. */
  readonly features: Float32Array;
  /** The network's own forecast in scaled units, [count, outputs * steps]. */
  readonly output: Float32Array;
}

const BATCH = 32;

/** Reads deep features of many windows; one kernel build everywhere, so that the same strides give the same model. */
export class DeepReader {
  readonly featureCount: number;
  readonly outputs: number;
  readonly #executor: Executor;
  readonly #tail: Tail;
  readonly #units: number;

  private constructor(executor: Executor, tail: Tail, units: number) {
    this.#executor = executor;
    this.#tail = tail;
    this.#units = units;
    this.featureCount = tail.featureCount;
    this.outputs = tail.outputs;
  }

  static async open(spec: NetworkSpec, weights: readonly WeightTensor[]): Promise<DeepReader> {
    const { trunk, trunkWeights, tail, units } = cutNetwork(spec, weights);
    return new DeepReader(await wasmSimd(trunk, trunkWeights, BATCH), tail, units);
  }

  read(set: WindowSet): DeepRows {
    const { count } = set;
    const features = new Float32Array(count * this.featureCount);
    const output = new Float32Array(count * this.outputs);
    const raw = new Float32Array(BATCH * this.#units);
    const sequenceSize = set.sequence.length / Math.max(count, 1);
    const contextSize = set.context.length / Math.max(count, 1);
    for (let from = 0; from < count; from += BATCH) {
      const n = Math.min(BATCH, count - from);
      void this.#executor.run(
        n,
        set.sequence.subarray(from * sequenceSize, (from + n) * sequenceSize),
        set.context.subarray(from * contextSize, (from + n) * contextSize),
        raw,
      );
      for (let i = 0; i < n; i++) {
        const row = from + i;
        const deep = features.subarray(row * this.featureCount, (row + 1) * this.featureCount);
        this.#tail.features(raw, i * this.#units, set.context, row * contextSize, deep);
        this.#tail.output(deep, output.subarray(row * this.outputs, (row + 1) * this.outputs));
      }
    }
    return { featureCount: this.featureCount, features, output };
  }

  dispose(): void {
    this.#executor.dispose();
  }
}
