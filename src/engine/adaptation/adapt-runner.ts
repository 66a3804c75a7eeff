import type { AdaptReport, AdaptRequest } from '../../adapt/worker/protocol';
import type { AdaptWorker } from '../../adapt/worker/spawn';

/** A worker that says nothing for so long, while it is at work, is taken for dead. */
const SILENCE_MS = 10_000;
/** Deaths of one run after which it is given up. */
const MOST_DEATHS = 2;

export interface RunListener {
  report(report: Exclude<AdaptReport, { type: 'failed' }>): void;
  /** The worker died and the run begins again from nothing. */
  restarted(): void;
  failed(code: 'worker_died' | 'internal', detail: string): void;
}

interface Run {
  readonly request: AdaptRequest;
  readonly listener: RunListener;
  deaths: number;
}

/**
 * One adaptation at a time, in a worker of its own. A worker that dies, or falls silent, is replaced once. A finished worker is kept for the
 * next run; `stop` ends it at once, whatever it is doing. Nothing here waits: the engine's thread goes on with its ticks.
 */
export class AdaptRunner {
  readonly #spawn: () => AdaptWorker;
  readonly #silenceMs: number;
  #worker: AdaptWorker | null = null;
  #run: Run | null = null;
  #watch: ReturnType<typeof setTimeout> | undefined;

  constructor(spawn: () => AdaptWorker, silenceMs = SILENCE_MS) {
    this.#spawn = spawn;
    this.#silenceMs = silenceMs;
  }

  get busy(): boolean {
    return this.#run !== null;
  }

  /** A run that is under way is stopped. */
  start(request: AdaptRequest, listener: RunListener): void {
    if (this.#run !== null) this.stop();
    this.#run = { request, listener, deaths: 0 };
    this.#begin(this.#run);
  }

  /** At once; the listener hears no more. */
  stop(): void {
    this.#run = null;
    this.#endWorker();
  }

  /** For tests: the worker's thread is gone and nobody is told, as when the system takes it. */
  killWorker(): void {
    this.#worker?.end();
  }

  #begin(run: Run): void {
    try {
      const worker = (this.#worker ??= this.#spawn());
      worker.onReport = (report) => this.#onReport(worker, run, report);
      worker.onDeath = (reason) => this.#onDeath(worker, run, reason);
      this.#listen(worker, run);
      worker.post(run.request);
    } catch (error) {
      this.stop();
      run.listener.failed('internal', error instanceof Error ? error.message : String(error));
    }
  }

  #onReport(worker: AdaptWorker, run: Run, report: AdaptReport): void {
    if (worker !== this.#worker || run !== this.#run) return;
    if (report.type === 'failed') {
      this.stop();
      run.listener.failed('internal', report.detail);
      return;
    }
    if (report.type === 'made') {
      this.#run = null;
      clearTimeout(this.#watch);
    } else this.#listen(worker, run);
    run.listener.report(report);
  }

  #listen(worker: AdaptWorker, run: Run): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#onDeath(worker, run, 'silent'), this.#silenceMs);
  }

  #onDeath(worker: AdaptWorker, run: Run, reason: string): void {
    if (worker !== this.#worker) return;
    this.#endWorker();
    if (run !== this.#run) return;
    run.deaths++;
    if (run.deaths >= MOST_DEATHS) {
      this.#run = null;
      run.listener.failed('worker_died', reason);
      return;
    }
    run.listener.restarted();
    this.#begin(run);
  }

  #endWorker(): void {
    clearTimeout(this.#watch);
    this.#worker?.end();
    this.#worker = null;
  }
}
