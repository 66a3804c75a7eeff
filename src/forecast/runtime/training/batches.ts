import { Rng } from '../../../gait/rng';
import type { TrainingJob } from './job';
import { stepsPerEpoch } from './job';

/** Arrays of one batch, filled in place. */
export interface Batch {
  /** Rows that are filled. */
  rows: number;
  readonly sequence: Float32Array;
  readonly context: Float32Array;
  readonly target: Float32Array;
}

/** The batches of a job: each epoch has its own order, which seed and epoch alone decide. */
export class Batches {
  readonly #job: TrainingJob;
  readonly #order: Int32Array;
  #epoch = -1;

  constructor(job: TrainingJob) {
    this.#job = job;
    this.#order = new Int32Array(job.data.count);
  }

  /** Windows in the batch of a step, counted from 0. */
  size(step: number): number {
    const { data, batch } = this.#job;
    const at = (step % stepsPerEpoch(this.#job)) * batch;
    return Math.min(batch, data.count - at);
  }

  /** Fills rows `from` to before `to` of the batch of `step` into the first rows of `into`. */
  fill(step: number, from: number, to: number, into: Batch): void {
    const { data, batch } = this.#job;
    const perEpoch = stepsPerEpoch(this.#job);
    this.#shuffle(Math.floor(step / perEpoch));
    const at = (step % perEpoch) * batch;
    into.rows = to - from;
    for (let row = 0; row < into.rows; row++) {
      const source = this.#order[at + from + row];
      copyRow(data.sequence, data.count, source, into.sequence, row);
      copyRow(data.context, data.count, source, into.context, row);
      copyRow(data.target, data.count, source, into.target, row);
    }
  }

  #shuffle(epoch: number): void {
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    const order = this.#order;
    for (let i = 0; i < order.length; i++) order[i] = i;
    const rng = new Rng(Math.imul(this.#job.seed + 1, 0x9e3779b1) ^ Math.imul(epoch + 1, 0x85ebca6b));
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.min(i, Math.floor(rng.uniform() * (i + 1)));
      [order[i], order[j]] = [order[j], order[i]];
    }
  }
}

/** Room for `rows` windows of a job. */
export function newBatch({ spec }: Pick<TrainingJob, 'spec'>, rows: number): Batch {
  return {
    rows: 0,
    sequence: new Float32Array(rows * spec.input.ticks * spec.input.channels),
    context: new Float32Array(rows * spec.input.context),
    target: new Float32Array(rows * spec.output.joints * spec.output.steps),
  };
}

function copyRow(source: Float32Array, rows: number, from: number, target: Float32Array, to: number): void {
  const size = source.length / rows;
  const start = from * size;
  const at = to * size;
  for (let i = 0; i < size; i++) target[at + i] = source[start + i];
}
