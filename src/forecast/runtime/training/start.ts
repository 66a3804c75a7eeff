import type { TrainingCheckpoint, TrainingJob, TrainingProgress, TrainingResult } from './job';
import type { TrainingCommand, TrainingEvent } from './protocol';

export interface TrainingRequest {
  readonly job: TrainingJob;
  /** Threads that share each batch. The last bits of the weights depend on it. */
  readonly workers: 1 | 2;
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly progressMs?: number;
  readonly onCheckpoint?: (checkpoint: TrainingCheckpoint) => void;
  readonly checkpointMs?: number;
  readonly resume?: TrainingCheckpoint;
}

/** A run in workers of its own. */
export interface TrainingRun {
  /** Rejects with Error('cancelled') after `cancel`, else with what went wrong. */
  readonly result: Promise<TrainingResult>;
  /** At once: the workers are ended. The last checkpoint holds what was reached. */
  cancel(): void;
}

/** One worker, of a browser or of Node. */
export interface TrainingWorker {
  post(command: TrainingCommand, transfer: MessagePort[]): void;
  onEvent: (event: TrainingEvent) => void;
  onError: (reason: string) => void;
  end(): void;
}

const DEFAULT_CHECKPOINT_MS = 5000;

/** Starts a run in workers that `spawn` makes. */
export function startWith(spawn: () => TrainingWorker, request: TrainingRequest): TrainingRun {
  const { job, workers: count, onProgress, onCheckpoint, checkpointMs, progressMs, resume } = request;
  const workers = Array.from({ length: count }, spawn);
  const channel = count === 2 ? new MessageChannel() : null;
  let fail: (error: Error) => void = () => undefined;
  const result = new Promise<TrainingResult>((resolve, reject) => {
    fail = reject;
    workers.forEach((worker, i) => {
      worker.onError = (reason) => reject(new Error(reason));
      worker.onEvent = (event) => {
        if (event.type === 'progress') onProgress?.(event.progress);
        else if (event.type === 'checkpoint') onCheckpoint?.(event.checkpoint);
        else if (event.type === 'done') resolve(event.result);
        else reject(new Error(event.reason));
      };
      const port = channel === null ? null : i === 0 ? channel.port1 : channel.port2;
      const command: TrainingCommand = {
        job,
        resume: resume ?? null,
        checkpointMs: onCheckpoint ? (checkpointMs ?? DEFAULT_CHECKPOINT_MS) : null,
        progressMs: progressMs ?? null,
        port,
        rank: i === 0 ? 0 : 1,
      };
      worker.post(command, port === null ? [] : [port]);
    });
  }).finally(() => {
    for (const worker of workers) worker.end();
  });
  // Who only cancels need not listen.
  result.catch(() => undefined);
  return { result, cancel: () => fail(new Error('cancelled')) };
}
