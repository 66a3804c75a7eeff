import type { TrainingCommand } from './protocol';
import { serveTraining } from './serve';

/** The browser's training worker: the thin edge between postMessage and `train`. */
addEventListener('message', ({ data }: MessageEvent<TrainingCommand>) => {
  void serveTraining(data, (event) => postMessage(event));
});
