import type { RecordsErrorCode } from '../records-error';
import type { Block, BlockRequest } from './block';
import type { LogContents, ReviewReport, ReviewRequest } from './protocol';
import type { SessionReview } from './review';

interface ReviewListener {
  readonly onOpened?: (contents: LogContents) => void;
  /** Share (0-1) that was read. */
  readonly onProgress?: (share: number) => void;
  readonly onReview: (review: SessionReview) => void;
  readonly onFailed: (code: RecordsErrorCode) => void;
}

/** One log, read in a worker: what the session comes to, and blocks of its signal as they are looked at. */
export class ReviewClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (block: Block | null) => void>();
  #asked = 0;

  constructor(file: Blob, listener: ReviewListener) {
    this.#worker = new Worker(new URL('./review.worker.ts', import.meta.url), {
      type: 'module',
      name: 'review',
    });
    this.#worker.onmessage = ({ data }: MessageEvent<ReviewReport>) => this.#take(data, listener);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      listener.onFailed('internal');
    };
    this.#post({ type: 'open', file });
  }

  /** null where it could not be read. */
  block(request: BlockRequest): Promise<Block | null> {
    const id = this.#asked++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#post({ type: 'block', id, request });
    });
  }

  close(): void {
    this.#worker.terminate();
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
  }

  #post(request: ReviewRequest): void {
    this.#worker.postMessage(request);
  }

  #take(report: ReviewReport, listener: ReviewListener): void {
    switch (report.type) {
      case 'opened':
        return listener.onOpened?.(report.contents);
      case 'progress':
        return listener.onProgress?.(report.share);
      case 'review':
        return listener.onReview(report.review);
      case 'failed':
        return listener.onFailed(report.code);
      case 'block':
        this.#waiting.get(report.id)?.(report.block);
        this.#waiting.delete(report.id);
    }
  }
}
