import { partnerOver } from './partner';
import type { TrainingCommand, TrainingEvent } from './protocol';
import { train } from './train';

/** Runs what a worker was asked for and says how it goes. */
export async function serveTraining(
  { job, resume, checkpointMs, progressMs, port, rank }: TrainingCommand,
  post: (event: TrainingEvent) => void,
): Promise<void> {
  const reports = rank === 0;
  try {
    const result = await train(job, {
      ...(resume ? { resume } : {}),
      ...(port ? { partner: partnerOver(port, rank) } : {}),
      ...(reports ? { onProgress: (progress) => post({ type: 'progress', progress }) } : {}),
      ...(progressMs !== null ? { progressMs } : {}),
      ...(reports && checkpointMs !== null
        ? { checkpointMs, onCheckpoint: (checkpoint) => post({ type: 'checkpoint', checkpoint }) }
        : {}),
    });
    if (reports) post({ type: 'done', result });
  } catch (error) {
    post({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}
