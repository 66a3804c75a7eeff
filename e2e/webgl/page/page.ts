import type { CheckRequest } from './worker';

/** What the page offers to the test, as its global `check`. */
export type Check = (request: CheckRequest) => Promise<unknown>;

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

const check: Check = (request) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ value?: unknown; error?: string }>) =>
      data.error === undefined ? resolve(data.value) : reject(new Error(data.error));
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(request);
  });

Object.assign(globalThis, { check });
