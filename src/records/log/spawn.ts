import type { LogReport, LogRequest } from './protocol';

/** A thread that writes logs, of a browser or of a test. */
export interface LogWorker {
  post(request: LogRequest, transfer?: Transferable[]): void;
  onReport: (report: LogReport) => void;
  onDeath: (reason: string) => void;
}

/** A web worker, started from the engine's worker: it dies with it, and the next start finishes what it left. */
export function spawnLogWorker(): LogWorker {
  const worker = new Worker(new URL('./log.worker.ts', import.meta.url), { type: 'module', name: 'log' });
  const self: LogWorker = {
    post: (request, transfer = []) => worker.postMessage(request, transfer),
    onReport: () => undefined,
    onDeath: () => undefined,
  };
  worker.onmessage = ({ data }: MessageEvent<LogReport>) => self.onReport(data);
  worker.onerror = (event) => {
    event.preventDefault();
    self.onDeath(event.message || 'the log worker did not start');
  };
  return self;
}
