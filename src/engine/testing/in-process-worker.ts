import { fineTuning, TUNING } from '../../adapt/methods/fine-tuning';
import { AdaptServer } from '../../adapt/worker/adapt-server';
import type { AdaptRequest } from '../../adapt/worker/protocol';
import type { AdaptWorker } from '../../adapt/worker/spawn';

export interface InProcessWorker extends AdaptWorker {
  readonly requests: AdaptRequest[];
  ended: boolean;
}

/** Of training: enough to learn something, and soon over. */
const FEW_STEPS = 20;

/** The adaptation worker's own server in this thread, behind messages that are copied as between threads. */
export function inProcessWorker(): InProcessWorker {
  const server = new AdaptServer(
    (report) => {
      const copy = structuredClone(report);
      setTimeout(() => {
        if (!worker.ended) worker.onReport(copy);
      }, 0);
    },
    fineTuning({ ...TUNING, steps: FEW_STEPS, learningRate: 3 * TUNING.learningRate }),
  );
  const worker: InProcessWorker = {
    requests: [],
    ended: false,
    post(request) {
      const copy = structuredClone(request);
      worker.requests.push(copy);
      setTimeout(() => {
        if (!worker.ended) void server.serve(copy);
      }, 0);
    },
    onReport: () => undefined,
    onDeath: () => undefined,
    end: () => {
      worker.ended = true;
    },
  };
  return worker;
}
