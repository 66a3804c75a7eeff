import { readFileSync } from 'node:fs';
import { vi } from 'vitest';
import { decoderFor } from '../../device/decoder-for';
import type { Transport, TransportHandlers } from '../../device/transport';
import { wasmSimd } from '../../forecast/runtime/wasm/wasm-executor';
import type { LoggedFigures } from '../../records/log/protocol';
import { Engine } from '../engine';
import type { EngineCommand, EngineSetup } from '../protocol';
import { ModelHost } from '../models/model-host';
import { memoryLogWorker } from './memory-log-worker';

const PIECE = 701;

/** Wire bytes through a port, in pieces that fit no frame: as fast as they are read, at the times at which they came. */
export class WirePort implements Transport {
  readonly kind = 'serial';
  readonly label = 'wire';
  readonly sent: Promise<void>;
  readonly #bytes: Uint8Array;
  readonly #bytesPerMs: number;
  readonly #onPiece: (seconds: number, arrivalMs: number) => void;
  #done: () => void = () => undefined;
  #open = false;

  /** `onPiece`: so much of it has come, and when. */
  constructor(
    bytes: Uint8Array,
    seconds: number,
    onPiece: (seconds: number, arrivalMs: number) => void = () => undefined,
  ) {
    this.#onPiece = onPiece;
    this.#bytes = bytes;
    this.#bytesPerMs = bytes.length / (1000 * seconds);
    this.sent = new Promise((resolve) => {
      this.#done = resolve;
    });
  }

  open(handlers: TransportHandlers): Promise<void> {
    this.#open = true;
    let at = 0;
    const began = performance.now();
    const send = (): void => {
      if (!this.#open) return;
      const chunk = this.#bytes.slice(at, at + PIECE);
      at += chunk.length;
      if (chunk.length === 0) return this.#done();
      const passedMs = at / this.#bytesPerMs;
      handlers.onBytes(chunk, began + passedMs);
      this.#onPiece(passedMs / 1000, began + passedMs);
      setImmediate(send);
    };
    setImmediate(send);
    return Promise.resolve();
  }

  write(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#open = false;
    return Promise.resolve();
  }
}

export const RECORDED_SETUP: EngineSetup = {
  affectedSide: 'r',
  executor: 'auto',
  model: 'knee',
  autoReconnect: false,
  compareWith: null,
  patientId: null,
};

/** What somebody does when so much of the session has passed. */
export interface Act {
  readonly atS: number;
  readonly command: EngineCommand;
}

/**
 * A session of the real engine on these wire bytes, forecast by the fixture's network, as its log and its row in the list. With
 * `acts` the engine's clock is that of the bytes.
 */
export async function recordedSession(
  wire: Uint8Array,
  seconds: number,
  acts: readonly Act[] = [],
): Promise<{ log: Blob; row: LoggedFigures }> {
  const worker = memoryLogWorker();
  let arrivedMs: number | null = null;
  const waiting = [...acts];
  const port = new WirePort(wire, seconds, (passedS, arrivalMs) => {
    arrivedMs = arrivalMs;
    while (waiting.length > 0 && waiting[0].atS <= passedS) engine.handle(waiting.shift()!.command);
  });
  const engine: Engine = new Engine(
    {
      post: () => undefined,
      makeSource: () => ({ makeTransport: () => port, decoder: decoderFor('serial'), baudRate: 921_600 }),
      models: new ModelHost(
        (path) => Promise.resolve(new Uint8Array(readFileSync(`e2e/fixtures/models/${path}`))),
        async (spec, weights) => ({ executor: await wasmSimd(spec, weights, 1), measured: {} }),
      ),
      now: () => (acts.length > 0 && arrivedMs !== null ? arrivedMs : performance.now()),
      timeOrigin: performance.timeOrigin,
      loseContext: () => undefined,
      spawnAdaptWorker: () => {
        throw new Error('nobody adapts here');
      },
      spawnLogWorker: () => worker,
      onPortArrival: () => undefined,
    },
    RECORDED_SETUP,
  );
  engine.handle({
    type: 'connect',
    source: { kind: 'serial', baudRate: 921_600, index: 0, label: 'wire' },
    calibrations: [],
  });
  await port.sent;
  engine.handle({ type: 'marker', label: 'end' });
  engine.handle({ type: 'disconnect' });
  await vi.waitFor(() => {
    if (worker.requests.at(-1)?.type !== 'close') throw new Error('not closed yet');
  }, 120_000);
  const described = worker.requests.findLast((r) => r.type === 'describe');
  if (described === undefined) throw new Error('never described');
  return { log: new Blob([worker.logs[0].bytes]), row: described.row };
}
