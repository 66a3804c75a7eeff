import type { NetworkSpec } from '../network-spec';

/** A named weight, shaped and ordered as TF.js layers (Keras 2) keeps it: LSTM gates i, f, c, o; kernels [in, out]. */
export interface WeightTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type ExecutorId =
  | 'wasm-simd'
  | 'wasm-relaxed'
  | 'webgl-fused'
  | 'tfjs-webgl'
  | 'tfjs-wasm'
  | 'tfjs-cpu';

/**
 * Runs one network forward. `sequence` is [batch, ticks, channels], `context` [batch, context], both flat;
 * `out` [batch, joints * steps]. Synchronous executors return nothing; those with a read-back return a promise.
 */
export interface Executor {
  readonly id: ExecutorId;
  readonly maxBatch: number;
  run(batch: number, sequence: Float32Array, context: Float32Array, out: Float32Array): void | Promise<void>;
  /**
   * Where the executor can use again what it computed for the window before: runs of one stream, batch 1. Right for any
   * windows in any order, faster where each is the one before moved on by a tick.
   */
  openStream?(): ForecastStream;
  /** The backend can no longer run (lost GL context): make another. */
  readonly lost: boolean;
  dispose(): void;
}

/** Like `Executor.run` for one window; what is kept of the windows before is this stream's alone. */
export interface ForecastStream {
  run(sequence: Float32Array, context: Float32Array, out: Float32Array): void;
}

/** Makes an executor, warmed up: the first `run` after this is as fast as the rest. Rejects with a plain reason. */
export type ExecutorFactory = (
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  maxBatch: number,
) => Promise<Executor>;
