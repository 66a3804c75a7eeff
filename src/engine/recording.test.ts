import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { applyCalibration, type Calibration } from '../device/calibration';
import { decoderFor } from '../device/decoder-for';
import type { DeviceDescription } from '../device/events';
import { SHOWN_HORIZONS_MS } from '../forecast/forecaster';
import { wasmSimd } from '../forecast/runtime/wasm/wasm-executor';
import { LogReader } from '../records/log/log-reader';
import { Engine } from './engine';
import { planLanes } from './models/lane-planner';
import { ModelHost } from './models/model-host';
import { LivePipeline } from './pipeline/live-pipeline';
import { mapStreams } from './pipeline/map-streams';
import type { EngineEvent, EngineSetup, EngineState } from './protocol';
import { memoryLogWorker } from './testing/memory-log-worker';
import { WirePort } from './testing/recorded-session';

const WIRE = new Uint8Array(readFileSync('public/recordings/demo.stridelink')).slice(0, 400_000);
const SETUP: EngineSetup = {
  affectedSide: 'r',
  executor: 'auto',
  model: 'knee',
  autoReconnect: false,
  compareWith: null,
  patientId: 'patient-1',
};

const modelHost = () =>
  new ModelHost(
    (path) => Promise.resolve(new Uint8Array(readFileSync(`e2e/fixtures/models/${path}`))),
    async (spec, weights) => ({ executor: await wasmSimd(spec, weights, 1), measured: {} }),
  );

/** What the recording has in a millisecond. */
const BYTES_PER_MS = 17.1;

async function recordOnce() {
  const worker = memoryLogWorker();
  const port = new WirePort(WIRE, WIRE.length / BYTES_PER_MS / 1000);
  const events: EngineEvent[] = [];
  const engine = new Engine(
    {
      post: (event) => events.push(event),
      makeSource: () => ({ makeTransport: () => port, decoder: decoderFor('serial'), baudRate: 921_600 }),
      models: modelHost(),
      now: () => performance.now(),
      timeOrigin: performance.timeOrigin,
      loseContext: () => undefined,
      spawnAdaptWorker: () => {
        throw new Error('nobody adapts here');
      },
      spawnLogWorker: () => worker,
      onPortArrival: () => undefined,
    },
    SETUP,
  );
  engine.handle({
    type: 'connect',
    source: { kind: 'serial', baudRate: 921_600, index: 0, label: 'fast' },
    calibrations: [],
  });
  await port.sent;
  engine.handle({ type: 'marker', label: 'end' });
  engine.handle({ type: 'takeCapture' });
  const capture = await vi.waitUntil(() => events.find((e) => e.type === 'capture'), 5000);
  const statesSoFar = () => events.flatMap((e) => (e.type === 'state' ? [e.state] : []));
  await vi.waitFor(() => expect(statesSoFar().at(-1)?.captureBytes).toBe(WIRE.length), 5000);
  engine.handle({ type: 'disconnect' });
  await vi.waitFor(() => expect(worker.requests.at(-1)?.type).toBe('close'), 5000);
  const states = statesSoFar();
  return { worker, states, capture };
}

/** What the bytes come to without an engine, as the command line runs them. */
async function forecastAgain(bytes: Uint8Array, calibration: Calibration) {
  const models = modelHost();
  await models.open(SETUP);
  const ticks = new Map<number, Float32Array>();
  const forecasts = { r: new Map<number, Float32Array>(), l: new Map<number, Float32Array>() };
  let pipeline: LivePipeline | null = null;
  let device: DeviceDescription | null = null;
  decoderFor('replay').push(bytes, (event) => {
    if (event.kind === 'describe' && device === null) {
      device = event.device;
      const made = new LivePipeline(mapStreams(device, calibration), {
        tick: (tick, measured) => ticks.set(tick, measured.slice()),
        forecast: (tick) => {
          for (const lane of made.lanes) {
            const { shown, steps } = lane;
            const kept = SHOWN_HORIZONS_MS.map((ms) => shown[ms / 10 - 1]);
            forecasts[lane.lane.side].set(tick, Float32Array.from([...kept, shown[steps]]));
          }
        },
      });
      made.setLanes(planLanes(models.runnable, made.source.channels, 'r', null));
      pipeline = made;
    } else if (event.kind === 'samples') {
      const block = applyCalibration(event.block, calibration);
      if (block) pipeline?.block(block);
    } else if (event.kind === 'gap') pipeline?.gap(event.stream, event.samples);
  });
  return { ticks, forecasts };
}

/** All floats of a message in the order in which they stand, nested ones too; the tick goes. */
function floatsOf(message: Uint8Array): number[] {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const found: number[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const type = varint() % 8;
    if (type === 5) {
      found.push(view.getFloat32(at, true));
      at += 4;
    } else varint();
  }
  return found;
}

describe('recording', () => {
  it('keeps every byte, tick and forecast shown; the bytes give the same again, bit for bit', async () => {
    const { worker, states, capture } = await recordOnce();
    expect(worker.logs).toHaveLength(1);
    const reader = await LogReader.open(new Blob([worker.logs[0].bytes]));
    const wire = await reader.wire();
    expect(Buffer.compare(wire.bytes, WIRE)).toBe(0);
    expect(wire.ends).toHaveLength(Math.ceil(WIRE.length / 701));
    // What is saved as a file comes from the log, while it is written.
    expect(capture.truncated).toBe(false);
    expect(Buffer.compare(capture.bytes, WIRE)).toBe(0);
    expect(states.at(-1)!.captureBytes).toBe(WIRE.length);

    const [{ value: calibration }] = await reader.notes('calibration');
    const again = await forecastAgain(wire.bytes, calibration as unknown as Calibration);
    const joints = new Map<number, number[]>();
    for await (const { sequence, data } of reader.messages(['/joints'])) joints.set(sequence, floatsOf(data));
    expect(joints.size).toBeGreaterThan(1000);
    expect([...joints.keys()]).toEqual([...again.ticks.keys()]);
    for (const [tick, row] of joints) expect(row).toEqual([...again.ticks.get(tick)!]);

    for (const side of ['r', 'l'] as const) {
      let n = 0;
      for await (const { sequence, data } of reader.messages([`/forecast/${side}`])) {
        const floats = floatsOf(data);
        const { length } = SHOWN_HORIZONS_MS;
        expect(floats).toHaveLength(3 * length);
        expect([...floats.slice(0, length), floats[length]]).toEqual([
          ...again.forecasts[side].get(sequence)!,
        ]);
        n++;
      }
      // A forecast that was hidden from the therapist is none.
      expect(n).toBe([...again.forecasts[side].values()].filter((f) => !Number.isNaN(f[0])).length);
      expect(n).toBeGreaterThan(500);
    }
    const recording = states.map((s: EngineState) => s.recording.phase);
    expect(recording).toContain('recording');
    expect(worker.requests[0].type).toBe('recover');
  });

  it('says whose session it is, what ran, and what it came to', async () => {
    const { worker } = await recordOnce();
    const open = worker.requests.find((r) => r.type === 'open');
    expect(open?.session).toMatchObject({ patientId: 'patient-1', source: 'serial', affectedSide: 'r' });
    const reader = await LogReader.open(new Blob([worker.logs[0].bytes]));
    const [{ value: model }] = await reader.notes('model');
    expect(model).toMatchObject({ id: 'knee', executor: 'wasm-simd', personal: null });
    const files = await reader.attachments();
    const weights = files.get(`models/${String(model['sha256'])}.f32`)!;
    const host = modelHost();
    await host.open(SETUP);
    const all = host.runnable!.loaded.weights.flatMap((w) => [...w.data]);
    expect([...new Float32Array(weights.buffer)]).toEqual(all);
    expect(files.has(`models/${String(model['sha256'])}.json`)).toBe(true);
    const labels = (await reader.notes('marker')).map((m) => m.value['label']);
    expect(labels).toEqual(['knee_bend', 'knee_bend', 'knee_bend', 'walk_start', 'end']);
    const described = worker.requests.findLast((r) => r.type === 'describe');
    expect(described?.row).toMatchObject({ modelIds: ['knee'] });
    expect(described?.row.strides).toBeGreaterThan(0);
    expect(described?.row.summary?.['mae_100ms.knee_angle_r.knee']).toBeGreaterThan(0);
    expect(described?.details.markers).toHaveLength(labels.length);
    expect((await reader.notes('status')).at(-1)!.value).toMatchObject({ missed: 0, skipped: 0 });
  });
});
