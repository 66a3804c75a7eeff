import type { WeightTensor } from './executor';

/**
 * Loss of one output value, by e = prediction - target. mse: e^2. smooth_l1: e^2 / (2 beta) below beta, |e| - beta / 2
 * above.
 */
export type Loss = 'mse' | 'smooth_l1';

export interface StepOptions {
  readonly learningRate: number;
  readonly loss: Loss;
  /** Of smooth L1. Default 1. */
  readonly beta?: number;
  /** Decoupled (AdamW), of kernels only; times the learning rate at each step. Default 0. */
  readonly weightDecay?: number;
  /** Gradients are scaled down to this norm, taken over all weights that learn. Default: no limit. */
  readonly clipNorm?: number;
  /** Weights that stay: names (`conv1d_1/kernel`) or layers (`conv1d_1`). */
  readonly frozen?: readonly string[];
}

/** What a training can be continued from. Moments are shaped as the weights. */
export interface TrainerState {
  readonly step: number;
  readonly weights: WeightTensor[];
  readonly firstMoments: WeightTensor[];
  readonly secondMoments: WeightTensor[];
}

/**
 * Adam (beta 0.9, 0.999, epsilon 1e-7 as in Keras) on one network. Inputs are flat, as for `Executor.run`; `target` is
 * [batch, outputs]. The loss is the mean over samples and outputs of `outputWeights[n] * l(e)`.
 * Synchronous; the same seed, data and build give the same weights, bit by bit.
 */
export interface Trainer {
  readonly maxBatch: number;
  /** One update; gives the loss before it. */
  step(
    batch: number,
    sequence: Float32Array,
    context: Float32Array,
    target: Float32Array,
    outputWeights: Float32Array,
    options: StepOptions,
  ): number;
  /** Loss and gradients of all weights, without dropout and without update. */
  gradients(
    batch: number,
    sequence: Float32Array,
    context: Float32Array,
    target: Float32Array,
    outputWeights: Float32Array,
    options: Pick<StepOptions, 'loss' | 'beta'>,
  ): { loss: number; gradients: WeightTensor[] };
  /** Forward without dropout, with the weights of now; `out` is [batch, outputs]. */
  predict(batch: number, sequence: Float32Array, context: Float32Array, out: Float32Array): void;
  /** Copies, in the order of `weightShapes`. */
  weights(): WeightTensor[];
  save(): TrainerState;
  restore(state: TrainerState): void;
  dispose(): void;
}

/**
 * A trainer whose step is cut in two, so that several of them, each with a part of the batch, can be one: gradients of the
 * parts are exchanged and summed in between. `accumulate` and then `apply` with its own gradients is `step`.
 */
export interface ShardTrainer extends Trainer {
  /** Length of the arrays that `accumulate` fills and `apply` takes: weights in the layout of the kernels. */
  readonly gradientSize: number;
  /** Loss and gradients of a part of a batch, dropout included; `shard` numbers the parts from 0. */
  accumulate(
    batch: number,
    sequence: Float32Array,
    context: Float32Array,
    target: Float32Array,
    outputWeights: Float32Array,
    options: StepOptions,
    shard: number,
    gradients: Float32Array,
  ): number;
  /** One update by these gradients. */
  apply(gradients: Float32Array, options: StepOptions): void;
}
