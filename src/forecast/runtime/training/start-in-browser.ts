import type { TrainingRequest, TrainingRun, TrainingWorker } from './start';
import { startWith } from './start';

/** Starts a run in web workers; from a page or from another worker. */
export const startTraining = (request: TrainingRequest): TrainingRun => startWith(spawn, request);

function spawn(): TrainingWorker {
  const worker = new Worker(new URL('./training.worker.ts', import.meta.url), {
    type: 'module',
    name: 'training',
  });
  const self: TrainingWorker = {
    post: (command, transfer) => worker.postMessage(command, transfer),
    onEvent: () => undefined,
    onError: () => undefined,
    end: () => worker.terminate(),
  };
  worker.onmessage = ({ data }: MessageEvent<Parameters<TrainingWorker['onEvent']>[0]>) => self.onEvent(data);
  worker.onerror = (event) => self.onError(event.message || 'the training worker did not start');
  return self;
}
