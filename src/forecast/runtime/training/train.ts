import type { ShardTrainer } from '../trainer';
import { createTrainer } from '../wasm/wasm-trainer';
import { Batches, newBatch } from './batches';
import type { TrainingCheckpoint, TrainingJob, TrainingProgress, TrainingResult } from './job';
import { learningRateAt, stepsOf, stepsPerEpoch } from './job';
import type { Partner } from './partner';
import { pause } from './pause';

export interface TrainingHooks {
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Called between steps, at most every `checkpointMs`. */
  readonly onCheckpoint?: (checkpoint: TrainingCheckpoint) => void;
  /** Default: 5000. */
  readonly checkpointMs?: number;
  readonly resume?: TrainingCheckpoint;
  /** Ends the run within one step. */
  readonly signal?: AbortSignal;
  /** Does half of every batch. */
  readonly partner?: Partner;
}

const PROGRESS_MS = 100;
/** Between looks at the signal. */
const PAUSE_MS = 25;

/**
 * Runs a job on the WebAssembly kernels of this thread, and with a partner on those of another: same job, same number of
 * threads, same weights bit by bit. Rejects with the signal's reason when it is aborted, with RangeError for data that
 * does not fit, with Error when the loss is no longer a number.
 */
export async function train(job: TrainingJob, hooks: TrainingHooks = {}): Promise<TrainingResult> {
  check(job);
  const { partner, signal } = hooks;
  const rows = partner === undefined ? job.batch : Math.ceil(job.batch / 2);
  const trainer = await createTrainer(job.spec, job.weights, { maxBatch: rows, seed: job.seed });
  try {
    const run = new Run(job, trainer, hooks);
    while (!run.done) {
      signal?.throwIfAborted();
      const pending = run.step();
      if (pending !== undefined) await pending;
      else if (run.duePause()) await pause();
    }
    signal?.throwIfAborted();
    return { weights: trainer.weights(), losses: run.losses };
  } finally {
    trainer.dispose();
    partner?.close();
  }
}

class Run {
  readonly losses: number[] = [];
  private at: number;
  private readonly job: TrainingJob;
  private readonly trainer: ShardTrainer;
  private readonly hooks: TrainingHooks;
  private readonly batches: Batches;
  private readonly batch: ReturnType<typeof newBatch>;
  private readonly own: Float32Array;
  private outgoing: Float32Array;
  private paused = performance.now();
  private reported = performance.now();
  private saved = performance.now();
  private sum = 0;
  private count = 0;

  constructor(job: TrainingJob, trainer: ShardTrainer, hooks: TrainingHooks) {
    this.job = job;
    this.trainer = trainer;
    this.hooks = hooks;
    this.batches = new Batches(job);
    this.batch = newBatch(job, trainer.maxBatch);
    this.own = new Float32Array(hooks.partner ? trainer.gradientSize : 0);
    this.outgoing = this.own.slice();
    this.at = hooks.resume?.step ?? 0;
    if (hooks.resume) trainer.restore(hooks.resume.state);
  }

  get done(): boolean {
    return this.at >= stepsOf(this.job);
  }

  duePause(): boolean {
    if (performance.now() - this.paused < PAUSE_MS) return false;
    this.paused = performance.now();
    return true;
  }

  step(): void | Promise<void> {
    const { partner } = this.hooks;
    if (partner !== undefined) return this.stepTogether(partner);
    const { job, batch, batches, trainer, at } = this;
    batches.fill(at, 0, batches.size(at), batch);
    const loss = trainer.step(
      batch.rows,
      batch.sequence,
      batch.context,
      batch.target,
      job.outputWeights,
      this.options(),
    );
    this.finish(loss);
  }

  private async stepTogether(partner: Partner): Promise<void> {
    const { job, batch, batches, trainer, own, at } = this;
    const size = batches.size(at);
    const middle = Math.ceil(size / 2);
    // Of a batch of one, both take the one.
    const from = partner.rank === 0 ? 0 : Math.min(middle, size - 1);
    batches.fill(at, from, partner.rank === 0 ? middle : size, batch);
    const options = this.options();
    const { rows, sequence, context, target } = batch;
    const { outputWeights } = job;
    const { rank } = partner;
    const loss = trainer.accumulate(rows, sequence, context, target, outputWeights, options, rank, own);
    this.outgoing.set(own);
    const theirs = await partner.swap({ step: at, rows, loss, gradients: this.outgoing });
    this.outgoing = theirs.gradients;
    // Both sum in the same order, so that both keep the same weights.
    const share = rows / (rows + theirs.rows);
    const [a, b] = rank === 0 ? [own, theirs.gradients] : [theirs.gradients, own];
    const shareA = rank === 0 ? share : theirs.rows / (rows + theirs.rows);
    const shareB = rank === 0 ? theirs.rows / (rows + theirs.rows) : share;
    for (let i = 0; i < own.length; i++) own[i] = shareA * a[i] + shareB * b[i];
    trainer.apply(own, options);
    this.finish(rank === 0 ? shareA * loss + shareB * theirs.loss : shareA * theirs.loss + shareB * loss);
  }

  private options() {
    return { ...this.job.options, learningRate: learningRateAt(this.job, this.at) };
  }

  private finish(loss: number): void {
    if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} at step ${this.at}`);
    const { onProgress, onCheckpoint, checkpointMs = 5000 } = this.hooks;
    const perEpoch = stepsPerEpoch(this.job);
    const epoch = Math.floor(this.at / perEpoch);
    this.losses[epoch] = (this.losses[epoch] ?? 0) + loss / perEpoch;
    this.at++;
    this.sum += loss;
    this.count++;
    const now = performance.now();
    if (onProgress && (this.done || now - this.reported >= PROGRESS_MS)) {
      onProgress({ step: this.at, steps: stepsOf(this.job), loss: this.sum / this.count });
      this.reported = now;
      this.sum = this.count = 0;
    }
    if (onCheckpoint && !this.done && now - this.saved >= checkpointMs) {
      onCheckpoint({ step: this.at, state: this.trainer.save() });
      this.saved = performance.now();
    }
  }
}

function check({ spec, data, outputWeights, epochs, batch }: TrainingJob): void {
  const { input, output } = spec;
  const outputs = output.joints * output.steps;
  const fits =
    data.sequence.length === data.count * input.ticks * input.channels &&
    data.context.length === data.count * input.context &&
    data.target.length === data.count * outputs &&
    outputWeights.length === outputs;
  if (!fits) throw new RangeError('the data does not have the shape of the network');
  if (!(data.count > 0 && epochs > 0 && batch > 0)) throw new RangeError('nothing to train on');
}
