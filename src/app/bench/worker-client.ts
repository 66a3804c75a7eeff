import type { BenchAnswers, BenchReply, BenchRequest } from './messages';

/** Asks the bench's worker, one thing at a time. */
export class BenchClient {
  readonly #worker: Worker;
  #fail: (error: Error) => void = () => undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  ask<Kind extends BenchRequest['kind']>(
    request: Extract<BenchRequest, { kind: Kind }>,
  ): Promise<BenchAnswers[Kind]> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#worker.onmessage = ({ data }: MessageEvent<BenchReply>) => {
        if ('error' in data) reject(new Error(data.error));
        else resolve(data.value as BenchAnswers[Kind]);
      };
      this.#worker.onerror = (event) => reject(new Error(event.message || 'the worker did not start'));
      this.#worker.postMessage(request);
    });
  }

  /** What is being asked is rejected. */
  end(): void {
    this.#worker.terminate();
    this.#fail(new Error('ended'));
  }
}
