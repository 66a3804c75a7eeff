import { parentPort } from 'node:worker_threads';
import type { TrainingCommand } from '../../src/forecast/runtime/training/protocol';
import { serveTraining } from '../../src/forecast/runtime/training/serve';

/** The training worker of Node. */
parentPort!.on('message', (command: TrainingCommand) => {
  void serveTraining(command, (event) => parentPort!.postMessage(event));
});
