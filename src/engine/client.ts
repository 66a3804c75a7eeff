import type { Measurements } from '../forecast/runtime/selection';
import type { EngineCommand, EngineEvent, EngineSetup } from './protocol';

/** The page's end of the engine: sends commands, hands out events, and starts a new worker when the old one dies. */
export interface EngineClient {
  send(command: EngineCommand, transfer?: Transferable[]): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  dispose(): void;
}

interface WorkerLike {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<EngineEvent>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface ClientOptions {
  setup: EngineSetup;
  /** Where models/ lies, absolute; ends with a slash. */
  baseUrl: string;
  known: Record<string, Measurements>;
  spawn?: () => WorkerLike;
}

/** More deaths than this within the span, and the client stops trying and says so. */
const MAX_DEATHS = 3;
const DEATH_SPAN_MS = 30_000;

export function createEngineClient({
  setup,
  baseUrl,
  known,
  spawn = spawnWorker,
}: ClientOptions): EngineClient {
  const listeners = new Set<(event: EngineEvent) => void>();
  const deaths: number[] = [];
  let currentSetup = setup;
  /** What brings a new worker to where the old one was; streams cannot be sent twice. */
  let lastConnect: EngineCommand | null = null;
  let lastPersonal: EngineCommand | null = null;
  let lastContinuous: EngineCommand | null = null;
  let worker: WorkerLike | null = start();

  function emit(event: EngineEvent): void {
    for (const listener of listeners) listener(event);
  }

  function start(): WorkerLike {
    const w = spawn();
    w.onmessage = (event) => {
      if (event.data.type === 'fatal') died(w, event.data.detail);
      else emit(event.data);
    };
    w.onerror = (event) => {
      event.preventDefault?.();
      died(w, event.message || 'worker error');
    };
    w.postMessage({ type: 'init', setup: currentSetup, baseUrl, known } satisfies EngineCommand);
    return w;
  }

  function died(w: WorkerLike, detail: string): void {
    if (w !== worker) return;
    w.terminate();
    worker = null;
    const now = Date.now();
    deaths.push(now);
    while (deaths.length > 0 && now - deaths[0] > DEATH_SPAN_MS) deaths.shift();
    emit({ type: 'fatal', detail });
    if (deaths.length > MAX_DEATHS) return;
    worker = start();
    for (const command of [lastPersonal, lastContinuous, lastConnect])
      if (command !== null) worker.postMessage(command);
  }

  return {
    send(command, transfer = []) {
      if (command.type === 'setup') currentSetup = command.setup;
      if (command.type === 'connect') {
        const source = command.source;
        const once = source.kind === 'webusb' || (source.kind === 'serial' && source.streams !== undefined);
        lastConnect = once ? null : command;
      }
      if (command.type === 'calibrate' && lastConnect?.type === 'connect') {
        const others = lastConnect.calibrations.filter((c) => c.serial !== command.calibration.serial);
        lastConnect = { ...lastConnect, calibrations: [...others, command.calibration] };
      }
      if (command.type === 'disconnect') lastConnect = null;
      if (command.type === 'usePersonal') lastPersonal = command.personal === null ? null : command;
      if (command.type === 'continuous') lastContinuous = command;
      worker?.postMessage(command, transfer);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      worker?.terminate();
      worker = null;
      listeners.clear();
    },
  };
}

function spawnWorker(): WorkerLike {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });
}
