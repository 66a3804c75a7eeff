import { spawnAdaptWorker } from '../adapt/worker/spawn';
import { watchPorts } from '../device/port-picker';
import { spawnLogWorker } from '../records/log/spawn';
import { Engine } from './engine';
import { chooseExecutor } from './models/choose-executor';
import { ModelHost } from './models/model-host';
import type { EngineCommand, EngineEvent } from './protocol';
import { makeSource } from './sources';

/** The engine's worker: the thin edge between postMessage and the engine. */
declare const self: DedicatedWorkerGlobalScope;

interface DedicatedWorkerGlobalScope {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<EngineCommand>) => void): void;
  addEventListener(type: 'error' | 'unhandledrejection', listener: (event: Event) => void): void;
}

let engine: Engine | null = null;

self.addEventListener('message', ({ data: command }) => {
  if (command.type !== 'init') return engine?.handle(command);
  const { setup, baseUrl, known } = command;
  engine = new Engine(
    {
      post: (event: EngineEvent, transfer) => self.postMessage(event, transfer),
      makeSource,
      models: new ModelHost(
        async (path) => fetchBytes(new URL(`models/${path}`, baseUrl)),
        chooseExecutor(new Map(Object.entries(known))),
      ),
      now: () => performance.now(),
      timeOrigin: performance.timeOrigin,
      loseContext: () => void import('../forecast/runtime/tfjs/webgl-backend').then((m) => m.loseWebgl()),
      spawnAdaptWorker,
      spawnLogWorker,
      onPortArrival: (wake) => void watchPorts(wake),
    },
    setup,
  );
});

// A promise that nobody caught costs at most its own work: it is told, and the session goes on. (An exception in the
// pipeline itself reaches the client as the worker's error, and there the worker is replaced.)
self.addEventListener('unhandledrejection', (event) => {
  const reason: unknown = (event as PromiseRejectionEvent).reason;
  event.preventDefault();
  self.postMessage({
    type: 'notice',
    code: 'internal',
    detail: reason instanceof Error ? reason.message : String(reason),
  } satisfies EngineEvent);
});

async function fetchBytes(url: URL): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url.pathname}`);
  return new Uint8Array(await response.arrayBuffer());
}
