import type { NetworkSpec } from '../../network-spec';
import type { WeightTensor } from '../executor';
import type { StepOptions, TrainerState } from '../trainer';

/** Windows to learn from, flat as for `Executor.run`: [count, ticks, channels], [count, context], [count, outputs]. */
interface TrainingData {
  readonly count: number;
  readonly sequence: Float32Array;
  readonly context: Float32Array;
  readonly target: Float32Array;
}

/** A whole training run as plain data: it can be posted to a worker, and names its result bit by bit. */
export interface TrainingJob {
  readonly spec: NetworkSpec;
  readonly weights: readonly WeightTensor[];
  readonly data: TrainingData;
  /** Weight of each output in the loss, [outputs]. */
  readonly outputWeights: Float32Array;
  readonly epochs: number;
  readonly batch: number;
  /** Order of the windows, and dropout. */
  readonly seed: number;
  /** Of the first step; `half_cosine` falls to 0 by the last one. */
  readonly learningRate: number;
  readonly schedule: 'constant' | 'half_cosine';
  readonly options: Omit<StepOptions, 'learningRate'>;
  /** Default: wasm. */
  readonly executor?: 'wasm' | 'webgl';
}

export interface TrainingProgress {
  /** Steps done of all. */
  readonly step: number;
  readonly steps: number;
  /** Mean loss of the steps since the report before. */
  readonly loss: number;
  /** When, by the clock of the thread that trains, ms. */
  readonly atMs: number;
}

/** Where a run of a job stands: the same job goes on from it as if it had not been cut. */
export interface TrainingCheckpoint {
  readonly step: number;
  readonly state: TrainerState;
}

export interface TrainingResult {
  readonly weights: WeightTensor[];
  /** Mean loss of each epoch. */
  readonly losses: number[];
}

/** The last batch of an epoch may be smaller. */
export const stepsPerEpoch = ({ data, batch }: Pick<TrainingJob, 'data' | 'batch'>): number =>
  Math.ceil(data.count / batch);

export const stepsOf = (job: Pick<TrainingJob, 'data' | 'batch' | 'epochs'>): number =>
  job.epochs * stepsPerEpoch(job);

/** Learning rate of a step, counted from 0. */
export function learningRateAt(job: TrainingJob, step: number): number {
  if (job.schedule === 'constant') return job.learningRate;
  return 0.5 * job.learningRate * (1 + Math.cos((Math.PI * step) / stepsOf(job)));
}
