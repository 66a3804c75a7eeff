import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyCalibration, type Calibration, defaultCalibration } from '../../src/device/calibration';
import { decoderFor } from '../../src/device/decoder-for';
import { planLanes, type RunnableModel } from '../../src/engine/models/lane-planner';
import { LivePipeline } from '../../src/engine/pipeline/live-pipeline';
import { mapStreams } from '../../src/engine/pipeline/map-streams';
import { ModelLibrary } from '../../src/forecast/model-library';
import { NetworkForecaster } from '../../src/forecast/network-forecaster';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { bindToSide } from '../../src/gait/channels';
import { HistoryRing } from '../../src/gait/ring';
import { KNEE } from '../train/recordings';
import { recordVirtual } from '../virtual/record';
import { walkOfWire } from './virtual-people';

const MODELS = [
  { dir: join('e2e', 'fixtures', 'models'), id: 'knee-emg' },
  { dir: join('e2e', 'fixtures', 'models'), id: 'knee-emg-only' },
  { dir: join('public', 'models'), id: 'knee-force' },
];
const SECONDS = 9;

let wire: Uint8Array;
beforeAll(() => {
  wire = recordVirtual({ preset: 'knee_pain', seed: 7 }, [{ atS: 0.5, action: 'walk' }], SECONDS);
});

async function load(dir: string, id: string): Promise<RunnableModel> {
  const library = await ModelLibrary.open((path) => readFile(join(dir, path)));
  const loaded = await library.load(id);
  return { loaded, executor: await wasmSimd(loaded.card.architecture, loaded.weights, 1) };
}

/** The newest forecast of the network at each tick, as the live engine makes it. */
function live(model: RunnableModel, keep: (name: string) => boolean = () => true): Map<number, Float32Array> {
  const made = new Map<number, Float32Array>();
  let pipeline: LivePipeline | undefined;
  let calibration: Calibration | undefined;
  decoderFor('replay').push(wire, (event) => {
    if (event.kind === 'describe' && !pipeline) {
      const all = defaultCalibration(event.device, 'r');
      const channels = all.channels.map((c) => (keep(c.device) ? c : { ...c, name: null }));
      calibration = { ...all, channels };
      const newest = () => pipeline!.lanes[0].latest(model.loaded.card.id)!.slice();
      pipeline = new LivePipeline(mapStreams(event.device, calibration), {
        forecast: (tick) => made.set(tick, newest()),
      });
      pipeline.setLanes(planLanes(model, pipeline.source.channels, 'r'));
    } else if (event.kind === 'samples' && pipeline && calibration) {
      const block = applyCalibration(event.block, calibration);
      if (block) pipeline.block(block);
    }
  });
  return made;
}

/** The same by the lab's own way: the recording as a walk, streamed through a history. */
async function inTheLab(model: RunnableModel): Promise<Map<number, Float32Array>> {
  const { card } = model.loaded;
  const inputs = card.inputs.map((name) => bindToSide(name, 'r'));
  const walk = walkOfWire(wire, [...new Set([KNEE, ...inputs])], card.rate);
  const forecaster = new NetworkForecaster(card, model.executor, 'r');
  const channels = Object.keys(walk.channels);
  const history = new HistoryRing(channels, forecaster.historyTicks ?? forecaster.windowTicks, card.rate);
  const made = new Map<number, Float32Array>();
  for (let t = 0; t < walk.ticks; t++) {
    const row = (of: 'input' | 'measured') => channels.map((c) => walk.channels[c][of][t]);
    history.push(row('input'), row('measured'));
    if (history.length < card.windowTicks) continue;
    const out = new Float32Array(card.steps);
    await forecaster.forecast(history, out);
    made.set(t, out);
  }
  return made;
}

describe.each(MODELS)('$id on the virtual exoskeleton', ({ dir, id }) => {
  it('forecasts live what it forecasts in the lab', async () => {
    const model = await load(dir, id);
    const [found, expected] = [live(model), await inTheLab(model)];
    expect(found.size).toBeGreaterThan(500);
    for (const [tick, forecast] of found) {
      expect(forecast.every(Number.isFinite)).toBe(true);
      const lab = expected.get(tick)!;
      for (let h = 0; h < forecast.length; h++) expect(forecast[h]).toBeCloseTo(lab[h], 3);
    }
  });
});

it('forecasts from EMG alone where the device measures no knee', async () => {
  const model = await load(MODELS[1].dir, MODELS[1].id);
  const [with_, without] = [live(model), live(model, (name) => name.startsWith('emg'))];
  expect(without.size).toBeGreaterThan(500);
  const last = Math.max(...without.keys());
  expect(without.get(last)!.every(Number.isFinite)).toBe(true);
  expect(Math.abs(without.get(last)![0] - with_.get(last)![0])).toBeLessThan(10);
});

it('leaves the choice with knee history wherever the knee is measured', async () => {
  const library = await ModelLibrary.open((path) => readFile(join('public', 'models', path)));
  const emg = ['emg_rf_r', 'emg_bf_r', 'emg_vm_r', 'emg_st_r'];
  expect(library.best([KNEE, ...emg, 'interaction_force_shank_r'], 'r')?.id).toBe('knee');
  expect(library.best(emg, 'r')?.id).toBe('knee-emg-only');
  const fitting = library.fits([KNEE, ...emg], 'r').filter((fit) => fit.missing.length === 0);
  expect(fitting.map((fit) => fit.card.id)).toEqual(['knee', 'knee-emg', 'knee-emg-only']);
});
