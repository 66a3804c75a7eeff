import { type MessagePort as NodePort, Worker } from 'node:worker_threads';
import type { TrainingEvent } from '../../src/forecast/runtime/training/protocol';
import type { TrainingRequest, TrainingRun, TrainingWorker } from '../../src/forecast/runtime/training/start';
import { startWith } from '../../src/forecast/runtime/training/start';

/** Starts a run in threads of Node, for the lab and for tests. */
export const startTrainingInNode = (request: TrainingRequest): TrainingRun => startWith(spawn, request);

function spawn(): TrainingWorker {
  const worker = new Worker(new URL('./node-worker.mjs', import.meta.url));
  const self: TrainingWorker = {
    post: (command, transfer) => worker.postMessage(command, transfer as unknown as NodePort[]),
    onEvent: () => undefined,
    onError: () => undefined,
    end: () => void worker.terminate(),
  };
  worker.on('message', (event: TrainingEvent) => self.onEvent(event));
  worker.on('error', (error) => self.onError(error.message));
  return self;
}
