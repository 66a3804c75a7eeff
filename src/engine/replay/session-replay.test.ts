import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { defaultCalibration, withTurnedSign, type Calibration } from '../../device/calibration';
import { decoderFor } from '../../device/decoder-for';
import { ReplayTransport } from '../../device/replay/replay-transport';
import type { Timers } from '../../device/timers';
import type { Transport, TransportHandlers } from '../../device/transport';
import { SHOWN_HORIZONS_MS } from '../../forecast/forecaster';
import { wasmSimd } from '../../forecast/runtime/wasm/wasm-executor';
import { LogReader } from '../../records/log/log-reader';
import { readRun } from '../../records/log/logged-run';
import { Engine, type EngineEnvironment, type Source } from '../engine';
import { ModelHost } from '../models/model-host';
import type { EngineEvent, EngineSetup, EngineState, SourceRequest } from '../protocol';
import type { LoggedPace } from '../sources';
import { memoryLogWorker } from '../testing/memory-log-worker';

const WIRE = new Uint8Array(readFileSync('public/recordings/demo.stridelink')).slice(0, 500_000);
const CHUNK = 701;
/** What the recording has in a millisecond. */
const BYTES_PER_MS = 17.1;
const SETUP: EngineSetup = {
  affectedSide: 'r',
  executor: 'auto',
  model: 'knee',
  autoReconnect: false,
  compareWith: null,
};

/** A library that has lost some models since, where `without` names them. */
const modelHost = (without: readonly string[] = []) =>
  new ModelHost(
    (path) => {
      const bytes = readFileSync(
        path.startsWith('replay-') ? `public/models/${path}` : `e2e/fixtures/models/${path}`,
      );
      if (path !== 'index.json' || without.length === 0) return Promise.resolve(new Uint8Array(bytes));
      const index = JSON.parse(bytes.toString()) as { models: { id: string }[] };
      const models = index.models.filter(({ id }) => !without.includes(id));
      return Promise.resolve(new TextEncoder().encode(JSON.stringify({ ...index, models })));
    },
    async (spec, weights) => ({ executor: await wasmSimd(spec, weights, 1), measured: {} }),
  );

/** A device whose time passes with its bytes, whatever this machine is busy with; things happen at times of its clock. */
class BytePort implements Transport {
  readonly kind = 'serial';
  readonly label = 'bytes';
  sent = 0;
  readonly #happens: { atMs: number; act: () => void | Promise<void> }[];
  #open = false;
  onEnd: () => void = () => undefined;

  constructor(happens: { atMs: number; act: () => void | Promise<void> }[]) {
    this.#happens = [...happens];
  }

  get nowMs(): number {
    return this.sent / BYTES_PER_MS;
  }

  open(handlers: TransportHandlers): Promise<void> {
    this.#open = true;
    void this.#run(handlers);
    return Promise.resolve();
  }

  write(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#open = false;
    return Promise.resolve();
  }

  async #run(handlers: TransportHandlers): Promise<void> {
    while (this.#open && this.sent < WIRE.length) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      while ((this.#happens[0]?.atMs ?? Number.POSITIVE_INFINITY) <= this.nowMs)
        await this.#happens.shift()!.act();
      const chunk = WIRE.slice(this.sent, this.sent + CHUNK);
      this.sent += chunk.length;
      handlers.onBytes(chunk, this.nowMs);
    }
    this.onEnd();
  }
}

/** Everything that was shown: by walk (ticks begin anew with another calibration) and tick. */
interface Shown {
  readonly measured: Map<string, number[]>;
  readonly forecasts: Map<string, number[]>;
}

function startEngine(
  setup: EngineSetup,
  models: ModelHost,
  now: () => number,
  makeSource: (request: SourceRequest, pace: LoggedPace | null) => Source,
) {
  const worker = memoryLogWorker();
  const states: EngineState[] = [];
  const shown: Shown = { measured: new Map(), forecasts: new Map() };
  let walk = -1;
  let generation = -1;
  let lastTick = -1;
  const env: EngineEnvironment = {
    post(event: EngineEvent) {
      if (event.type === 'state') states.push(event.state);
      if (event.type !== 'ticks') return;
      const { bundle } = event;
      if (bundle.generation !== generation && bundle.firstTick <= lastTick) walk++;
      if (generation < 0) walk = 0;
      generation = bundle.generation;
      lastTick = bundle.firstTick + bundle.rows - 1;
      const width = bundle.channels.length;
      for (let r = 0; r < bundle.rows; r++)
        shown.measured.set(`${walk} ${bundle.firstTick + r}`, [
          ...bundle.measured.subarray(r * width, (r + 1) * width),
        ]);
      bundle.lanes.forEach(({ side }, lane) => {
        const size = bundle.forecasts[lane].length / bundle.forecastTicks.length;
        bundle.forecastTicks.forEach((tick, f) =>
          shown.forecasts.set(`${walk} ${tick} ${side}`, [
            ...bundle.forecasts[lane].subarray(f * size, (f + 1) * size),
          ]),
        );
      });
      queueMicrotask(() => engine.handle({ type: 'frame' }));
    },
    makeSource: (request, _side, pace) => makeSource(request, pace),
    models,
    now,
    timeOrigin: 1_750_000_000_000,
    loseContext: () => undefined,
    spawnAdaptWorker: () => {
      throw new Error('nobody adapts here');
    },
    spawnLogWorker: () => worker,
    onPortArrival: () => undefined,
  };
  const engine: Engine = new Engine(env, setup);
  engine.handle({ type: 'frame' });
  return { engine, worker, shown, states };
}

/** The knee's sign is turned, another model is chosen, a mark is made: as it may go on a morning. */
async function record() {
  const models = modelHost();
  let calibration: Calibration | null = null;
  const happens = [
    { atMs: 9000, act: () => engine.handle({ type: 'marker', label: 'turn' }) },
    {
      atMs: 12_000,
      act: () =>
        engine.handle({ type: 'calibrate', calibration: withTurnedSign(calibration!, 'knee_angle_l') }),
    },
    {
      atMs: 20_000,
      act: () => {
        engine.handle({ type: 'setup', setup: { ...SETUP, model: 'knee-emg' } });
        return models.settled();
      },
    },
  ];
  const port = new BytePort(happens);
  const { engine, worker, shown } = startEngine(
    SETUP,
    models,
    () => port.nowMs,
    () => ({ makeTransport: () => port, decoder: decoderFor('serial'), baudRate: 921_600 }),
  );
  decoderFor('replay').push(WIRE, (event) => {
    if (event.kind === 'describe') calibration ??= defaultCalibration(event.device, 'r');
  });
  const ended = new Promise<void>((resolve) => (port.onEnd = resolve));
  engine.handle({
    type: 'connect',
    source: { kind: 'serial', baudRate: 921_600, index: 0, label: 'bytes' },
    calibrations: [],
  });
  await ended;
  engine.handle({ type: 'disconnect' });
  await vi.waitFor(() => expect(worker.requests.at(-1)?.type).toBe('close'), 5000);
  return { log: new Blob([worker.logs[0].bytes]), shown };
}

const SPEED = 40;
const fast: Timers = {
  now: () => performance.now() * SPEED,
  after(ms, call) {
    const timer = setTimeout(call, ms / SPEED);
    return () => clearTimeout(timer);
  },
};

async function replay(log: Blob, setup: EngineSetup, models: ModelHost) {
  const { bytes, run } = await readRun(await LogReader.open(log));
  const started = startEngine(
    setup,
    models,
    () => performance.now(),
    (request, pace) => ({
      makeTransport: () => new ReplayTransport(bytes, 'log', fast, pace!.plan),
      decoder: decoderFor(request.kind, pace!.rate ?? undefined),
      replay: {
        control: () => undefined,
        state: () => ({ positionS: 0, durationS: 1, speed: 1, paused: false }),
      },
    }),
  );
  const { engine, states } = started;
  engine.handle({
    type: 'connect',
    source: { kind: 'replay', name: 'log', bytes, log: run },
    calibrations: [],
  });
  await vi.waitFor(() => expect(states.at(-1)?.problem?.code).toBe('ended'), 90_000);
  return started;
}

describe('a logged session, run again', () => {
  it('shows the same, bit for bit: ticks, forecasts, marks, through every change on the way', async () => {
    const { log, shown } = await record();
    // The therapist has chosen otherwise since.
    const again = await replay(log, { ...SETUP, affectedSide: 'l', model: 'auto' }, modelHost());
    expect(shown.measured.size).toBeGreaterThan(2500);
    expect(shown.forecasts.size).toBeGreaterThan(2000);
    expect([...again.shown.measured.keys()]).toEqual([...shown.measured.keys()]);
    expect(again.shown.measured).toEqual(shown.measured);
    expect(again.shown.forecasts).toEqual(shown.forecasts);
    const steps = [...shown.measured.keys()].map((key) => key.split(' ')[0]);
    expect(new Set(steps)).toEqual(new Set(['0', '1']));
    const last = again.states.at(-1)!;
    expect(last.replay?.differences).toEqual([]);
    expect(last.markers.map((m) => m.label)).toContain('turn');
    expect(last.model.id).toBe('knee-emg');
    // Nothing of a replay is recorded.
    expect(again.worker.logs).toHaveLength(0);

    // What was shown is what the log has.
    const reader = await LogReader.open(log);
    let n = 0;
    for await (const { tick, values } of reader.rows(['/forecast/r'])) {
      const found = ['0', '1'].map((walk) => shown.forecasts.get(`${walk} ${tick} r`));
      const kept = found.map((all) => all && SHOWN_HORIZONS_MS.map((ms) => all[ms / 10 - 1]));
      expect(kept).toContainEqual([...values.subarray(0, SHOWN_HORIZONS_MS.length)]);
      n++;
    }
    expect(n).toBeGreaterThan(1000);

    // Afterwards the therapist's own choice holds again.
    again.engine.handle({ type: 'disconnect' });
    await vi.waitFor(() => {
      expect(again.states.at(-1)).toMatchObject({ replay: null, model: { phase: 'ready', id: 'knee' } });
    }, 10_000);
  }, 180_000);

  it('forecasts with the weights in the log where the library has others, and says what is missing', async () => {
    const { log, shown } = await record();
    const again = await replay(log, SETUP, modelHost(['knee-emg']));
    expect(again.shown.forecasts).toEqual(shown.forecasts);
    expect(again.states.at(-1)!.replay?.differences).toEqual([]);
    expect(again.states.at(-1)!.model.id).toBe('knee-emg');
  }, 180_000);
});
