import { LogReader } from '../log/log-reader';
import { toRecordsError } from '../records-error';
import { readBlock } from './block';
import type { ReviewReport, ReviewRequest } from './protocol';
import { contentsOf, readReview } from './read-review';

/** Reads one log for one screen: blocks at once, whatever else it is at; what the session comes to in the background. */
export class ReviewServer {
  readonly #report: (report: ReviewReport) => void;
  /** A reader of its own for blocks: two that read at different places would only push each other out of the way. */
  #blocks: Promise<LogReader> | null = null;

  constructor(report: (report: ReviewReport) => void) {
    this.#report = report;
  }

  /** Resolves when the request is done. */
  async take(request: ReviewRequest): Promise<void> {
    if (request.type === 'block') return this.#block(request);
    try {
      this.#blocks = LogReader.open(request.file);
      const contents = contentsOf(await this.#blocks);
      this.#report({ type: 'opened', contents });
      const review = await readReview(await LogReader.open(request.file), {
        onProgress: (share) => this.#report({ type: 'progress', share }),
        breathe: () => new Promise((resolve) => setTimeout(resolve, 0)),
      });
      this.#report({ type: 'review', review });
    } catch (error) {
      this.#report({ type: 'failed', code: toRecordsError(error).code });
    }
  }

  async #block({ id, request }: Extract<ReviewRequest, { type: 'block' }>): Promise<void> {
    const block = await this.#blocks?.then((log) => readBlock(log, request)).catch(() => null);
    this.#report({ type: 'block', id, block: block ?? null });
  }
}
