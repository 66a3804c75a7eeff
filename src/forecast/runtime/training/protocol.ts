import type { TrainingCheckpoint, TrainingJob, TrainingProgress, TrainingResult } from './job';

/** To a training worker: the first message, and the only one. A port leads to the partner, where there is one. */
export interface TrainingCommand {
  readonly job: TrainingJob;
  readonly resume: TrainingCheckpoint | null;
  readonly checkpointMs: number | null;
  readonly progressMs: number | null;
  readonly port: MessagePort | null;
  readonly rank: 0 | 1;
}

/** From a training worker; of a pair only rank 0 reports progress, checkpoints and the result. */
export type TrainingEvent =
  | { readonly type: 'progress'; readonly progress: TrainingProgress }
  | { readonly type: 'checkpoint'; readonly checkpoint: TrainingCheckpoint }
  | { readonly type: 'done'; readonly result: TrainingResult }
  | { readonly type: 'failed'; readonly reason: string };
