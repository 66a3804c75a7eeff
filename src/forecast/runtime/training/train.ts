import type { ShardTrainer, StepOptions, TrainerState } from '../trainer';
import { createTrainer } from '../wasm/wasm-trainer';
import { Batches, newBatch } from './batches';
import type { TrainingCheckpoint, TrainingJob, TrainingProgress, TrainingResult } from './job';
import { learningRateAt, stepsOf, stepsPerEpoch } from './job';
import type { Partner } from './partner';
import { pause } from './pause';

export interface TrainingHooks {
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** At most this often; the last step is always told. Default: 100. */
  readonly progressMs?: number;
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

/** Between looks at the signal. */
const PAUSE_MS = 25;

/**
 * Runs a job on the WebAssembly kernels of this thread, and with a partner on those of another: same job, same number of
 * threads, same weights bit by bit. A job for `webgl` runs on TF.js, alone and without checkpoints. Rejects with the signal's reason when it is aborted, with RangeError for data that
 * does not fit, with Error when the loss is no longer a number.
 */
export async function train(job: TrainingJob, hooks: TrainingHooks = {}): Promise<TrainingResult> {
  check(job);
  if (job.executor === 'webgl') return trainOnWebgl(job, hooks);
  const { partner, signal } = hooks;
  const rows = partner === undefined ? job.batch : Math.ceil(job.batch / 2);
  const trainer = await createTrainer(job.spec, job.weights, { maxBatch: rows, seed: job.seed });
  try {
    if (hooks.resume) trainer.restore(hooks.resume.state);
    const run = new Run(job, hooks, () => trainer.save());
    const step = partner === undefined ? alone(run, trainer) : together(run, trainer, partner);
    while (!run.done) {
      signal?.throwIfAborted();
      const loss = step();
      run.finish(typeof loss === 'number' ? loss : await loss);
      if (run.duePause()) await pause();
    }
    signal?.throwIfAborted();
    return { weights: trainer.weights(), losses: run.losses };
  } finally {
    trainer.dispose();
    partner?.close();
  }
}

async function trainOnWebgl(job: TrainingJob, hooks: TrainingHooks): Promise<TrainingResult> {
  if (hooks.partner || hooks.resume) throw new RangeError('on WebGL a run is one, from start to end');
  const { createTfjsTrainer } = await import('./tfjs-trainer');
  const trainer = await createTfjsTrainer(job.spec, job.weights, 'webgl');
  try {
    const run = new Run(job, hooks, null);
    const step = alone(run, trainer);
    while (!run.done) {
      hooks.signal?.throwIfAborted();
      run.finish(await step());
    }
    hooks.signal?.throwIfAborted();
    return { weights: await trainer.weights(), losses: run.losses };
  } finally {
    trainer.dispose();
  }
}

/** The whole batch here. */
function alone<Loss>(
  run: Run,
  trainer: { step(...args: [number, ...StepArrays, Float32Array, StepOptions]): Loss },
): () => Loss {
  const batches = new Batches(run.job);
  const batch = newBatch(run.job, run.job.batch);
  return () => {
    batches.fill(run.at, 0, batches.size(run.at), batch);
    const { rows, sequence, context, target } = batch;
    return trainer.step(rows, sequence, context, target, run.job.outputWeights, run.options());
  };
}

type StepArrays = [sequence: Float32Array, context: Float32Array, target: Float32Array];

/** Half of the batch here, half at the partner's; both end with the same weights. */
function together(run: Run, trainer: ShardTrainer, partner: Partner): () => Promise<number> {
  const { rank } = partner;
  const batches = new Batches(run.job);
  const batch = newBatch(run.job, trainer.maxBatch);
  const own = new Float32Array(trainer.gradientSize);
  let outgoing: Float32Array = own.slice();
  return async () => {
    const size = batches.size(run.at);
    const middle = Math.ceil(size / 2);
    // Of a batch of one, both take the one.
    batches.fill(run.at, rank === 0 ? 0 : Math.min(middle, size - 1), rank === 0 ? middle : size, batch);
    const options = run.options();
    const { rows, sequence, context, target } = batch;
    const weights = run.job.outputWeights;
    const loss = trainer.accumulate(rows, sequence, context, target, weights, options, rank, own);
    outgoing.set(own);
    const theirs = await partner.swap({ step: run.at, rows, loss, gradients: outgoing });
    outgoing = theirs.gradients;
    // Both sum in the same order, so that both keep the same weights.
    const mine = { rows, loss, gradients: own };
    const [a, b] = rank === 0 ? [mine, theirs] : [theirs, mine];
    const shareA = a.rows / (a.rows + b.rows);
    const shareB = b.rows / (a.rows + b.rows);
    for (let i = 0; i < own.length; i++) own[i] = shareA * a.gradients[i] + shareB * b.gradients[i];
    trainer.apply(own, options);
    return shareA * a.loss + shareB * b.loss;
  };
}

/** Where a run is, and who is told. */
class Run {
  readonly losses: number[] = [];
  readonly job: TrainingJob;
  at: number;
  private readonly hooks: TrainingHooks;
  private readonly save: (() => TrainerState) | null;
  private paused = performance.now();
  private reported = performance.now();
  private saved = performance.now();
  private sum = 0;
  private count = 0;

  constructor(job: TrainingJob, hooks: TrainingHooks, save: (() => TrainerState) | null) {
    this.job = job;
    this.hooks = hooks;
    this.save = save;
    this.at = hooks.resume?.step ?? 0;
  }

  get done(): boolean {
    return this.at >= stepsOf(this.job);
  }

  duePause(): boolean {
    if (performance.now() - this.paused < PAUSE_MS) return false;
    this.paused = performance.now();
    return true;
  }

  options(): StepOptions {
    return { ...this.job.options, learningRate: learningRateAt(this.job, this.at) };
  }

  /** A step is done. */
  finish(loss: number): void {
    if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} at step ${this.at}`);
    const { onProgress, onCheckpoint, checkpointMs = 5000, progressMs = 100 } = this.hooks;
    const perEpoch = stepsPerEpoch(this.job);
    const epoch = Math.floor(this.at / perEpoch);
    this.losses[epoch] = (this.losses[epoch] ?? 0) + loss / perEpoch;
    this.at++;
    this.sum += loss;
    this.count++;
    const now = performance.now();
    if (onProgress && (this.done || now - this.reported >= progressMs)) {
      onProgress({ step: this.at, steps: stepsOf(this.job), loss: this.sum / this.count, atMs: now });
      this.reported = now;
      this.sum = this.count = 0;
    }
    if (onCheckpoint && this.save && !this.done && now - this.saved >= checkpointMs) {
      onCheckpoint({ step: this.at, state: this.save() });
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
