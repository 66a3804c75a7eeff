import type { AdaptRunner } from './adapt-runner';
import { type Assignment, draftOf, requestOf } from './assignment';
import type { Verdict } from '../../adapt/worker/protocol';
import type { Accepted } from './adapt-desk';

/** New strides after which the personal model is made again, and strides that it is made from. */
const QUIET_EVERY = 10;
export const QUIET_STRIDES = 12;

/**
 * The continuous option: between strides the personal model is made again by one linear solve, and takes the place of the one that
 * runs when the newest strides, kept back, say that it is better than both that and the base model.
 */
export class QuietUpdater {
  on = false;
  readonly #runner: AdaptRunner;
  readonly #onAccepted: (accepted: Accepted) => void;
  /** Latest stride that the model in use, or an attempt, has seen. */
  #seen = -1;

  constructor(runner: AdaptRunner, onAccepted: (accepted: Accepted) => void) {
    this.#runner = runner;
    this.#onAccepted = onAccepted;
  }

  /** Strides up to this one count as learned from. */
  begin(latest: number): void {
    this.#seen = latest;
  }

  /** `newStrides`: used since stride number `seen`. */
  isDue(newStrides: (since: number) => number): boolean {
    return this.on && !this.#runner.busy && newStrides(this.#seen) >= QUIET_EVERY;
  }

  start(assignment: Assignment, latest: number): void {
    this.#seen = latest;
    let verdict: Verdict | null = null;
    this.#runner.start(requestOf(assignment), {
      report: (report) => {
        if (report.type === 'judged') verdict = report.verdict;
        if (report.type !== 'made' || verdict?.decision !== 'accept') return;
        const { personal } = report;
        const draft = draftOf(assignment, verdict, { kind: 'network', personal });
        this.#onAccepted({ draft, parts: { kind: 'network', personal }, base: assignment.base });
      },
      // Nobody waits for it: the next strides bring the next attempt.
      restarted: () => undefined,
      failed: () => undefined,
    });
  }
}
