import type { AdaptReport, AdaptRequest } from './protocol';

/** A thread that adapts, of a browser or of a test. */
export interface AdaptWorker {
  post(request: AdaptRequest): void;
  onReport: (report: AdaptReport) => void;
  onDeath: (reason: string) => void;
  /** At once, whatever it is doing. */
  end(): void;
}

/**
 * A web worker, started from the engine's worker: nested workers are there in every browser with Web Serial (Chromium from 69), and in Firefox;
 * Safari has them from 15.5. Elsewhere this throws, and an adaptation fails with a reason while the live forecast goes on.
 */
export function spawnAdaptWorker(): AdaptWorker {
  const worker = new Worker(new URL('./adapt.worker.ts', import.meta.url), { type: 'module', name: 'adapt' });
  const self: AdaptWorker = {
    post: (request) => worker.postMessage(request),
    onReport: () => undefined,
    onDeath: () => undefined,
    end: () => worker.terminate(),
  };
  worker.onmessage = ({ data }: MessageEvent<AdaptReport>) => self.onReport(data);
  worker.onerror = (event) => {
    event.preventDefault();
    self.onDeath(event.message || 'the adaptation worker did not start');
  };
  return self;
}
