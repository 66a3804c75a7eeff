/** The bench's worker as the app ships it. */
export const makeBenchWorker = (): Worker =>
  new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module', name: 'bench' });

/** The folder that holds `models/`. */
export const appBaseUrl = (): string => new URL('.', document.baseURI.replace(/[?#].*$/, '')).href;
