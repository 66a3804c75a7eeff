import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyCalibration, type Calibration, defaultCalibration } from '../../device/calibration';
import { decoderFor } from '../../device/decoder-for';
import { ModelLibrary } from '../../forecast/model-library';
import type { Executor } from '../../forecast/runtime/executor';
import { wasmSimd } from '../../forecast/runtime/wasm/wasm-executor';
import { planLanes, type RunnableModel } from '../models/lane-planner';
import { LivePipeline } from './live-pipeline';
import { mapStreams } from './map-streams';

const WIRE = new Uint8Array(readFileSync('e2e/fixtures/recordings/virtual-knee.stridelink'));
const SECONDS_15 = WIRE.subarray(0, Math.floor(WIRE.length / 3));

async function knee(): Promise<RunnableModel> {
  const library = await ModelLibrary.open((path) =>
    Promise.resolve(new Uint8Array(readFileSync(`e2e/fixtures/models/${path}`))),
  );
  const loaded = await library.load('knee');
  return { loaded, executor: await wasmSimd(loaded.card.architecture, loaded.weights, 1) };
}

/** The same executor with its result a few turns later, as from a GPU. */
function late(executor: Executor, turns: () => number): Executor {
  return {
    id: 'tfjs-webgl',
    maxBatch: executor.maxBatch,
    lost: false,
    dispose: () => executor.dispose(),
    async run(batch, sequence, context, out) {
      const own = new Float32Array(out.length);
      void executor.run(batch, sequence.slice(), context.slice(), own);
      for (let i = turns(); i > 0; i--) await Promise.resolve();
      out.set(own);
    },
  };
}

interface Run {
  pipeline: LivePipeline;
  forecasts: Map<number, Float32Array>;
  ticks: number[];
}

async function play(
  bytes: Uint8Array,
  chunk: () => number,
  model: RunnableModel | null,
  prepare: (pipeline: LivePipeline) => void = () => undefined,
): Promise<Run> {
  const decoder = decoderFor('replay');
  const forecasts = new Map<number, Float32Array>();
  const ticks: number[] = [];
  let pipeline: LivePipeline | undefined;
  let calibration: Calibration | undefined;
  for (let at = 0; at < bytes.length; ) {
    const size = chunk();
    decoder.push(bytes.subarray(at, at + size), (event) => {
      if (event.kind === 'describe' && !pipeline) {
        calibration = defaultCalibration(event.device, 'r');
        pipeline = new LivePipeline(mapStreams(event.device, calibration), {
          tick: (tick) => ticks.push(tick),
          forecast: (tick) => forecasts.set(tick, pipeline!.lanes[0].shown.slice()),
        });
        pipeline.setLanes(planLanes(model, pipeline.source.channels, 'r'));
        prepare(pipeline);
      } else if (event.kind === 'samples' && pipeline && calibration) {
        const block = applyCalibration(event.block, calibration);
        if (block) pipeline.block(block);
      } else if (event.kind === 'gap') pipeline?.gap(event.stream, event.samples);
    });
    at += size;
    for (let i = 0; i < 4; i++) await Promise.resolve();
  }
  for (let i = 0; i < 100; i++) await Promise.resolve();
  return { pipeline: pipeline!, forecasts, ticks };
}

describe('LivePipeline', () => {
  it('gives the same ticks, forecasts and scores bit by bit, however the bytes are cut', async () => {
    const model = await knee();
    const whole = await play(SECONDS_15, () => 4096, model);
    let state = 7;
    const jumpy = () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return 1 + (state % 700);
    };
    const cut = await play(SECONDS_15, jumpy, model);
    expect(cut.ticks).toEqual(whole.ticks);
    expect(whole.forecasts.size).toBeGreaterThan(1000);
    expect([...cut.forecasts.keys()]).toEqual([...whole.forecasts.keys()]);
    for (const [tick, forecast] of whole.forecasts) expect(cut.forecasts.get(tick)).toEqual(forecast);
    expect(cut.pipeline.scores()).toEqual(whole.pipeline.scores());
  });

  it('begins to forecast with the first full window and then misses no tick', async () => {
    const { pipeline, forecasts, ticks } = await play(SECONDS_15, () => 512, await knee());
    const first = [...forecasts.keys()][0];
    expect(first).toBe(pipeline.lanes[0].windowTicks - 1);
    expect(forecasts.size).toBe(ticks.length - first);
    expect(pipeline.missed + pipeline.skipped).toBe(0);
  });

  it('with a read-back gives the forecasts of the synchronous run at the ticks that it makes', async () => {
    const model = await knee();
    const sync = await play(SECONDS_15, () => 64, model);
    let n = 0;
    const slow = { ...model, executor: late(model.executor, () => (n++ % 5 === 0 ? 40 : 2)) };
    const { pipeline, forecasts } = await play(SECONDS_15, () => 64, slow);
    expect(pipeline.missed).toBeGreaterThan(0);
    expect(forecasts.size).toBeGreaterThan(500);
    expect(forecasts.size + pipeline.missed).toBe(sync.forecasts.size);
    const size = model.loaded.card.steps;
    let shown = 0;
    for (const [tick, forecast] of forecasts) {
      // The mean only: interval and trust have learned from fewer forecasts.
      const mean = sync.forecasts.get(tick)!.subarray(0, size);
      if (Number.isFinite(mean[0]) && Number.isFinite(forecast[0])) {
        shown++;
        expect(forecast.subarray(0, size)).toEqual(mean);
      }
    }
    expect(shown).toBeGreaterThan(0.9 * forecasts.size);
  });

  it('at a lowered rate forecasts every n-th tick and counts the others as skipped', async () => {
    const { pipeline, forecasts } = await play(
      SECONDS_15,
      () => 512,
      await knee(),
      (p) => {
        p.stride = 3;
      },
    );
    expect([...forecasts.keys()].every((tick) => tick % 3 === 0)).toBe(true);
    expect(pipeline.skipped).toBeGreaterThan(1.9 * forecasts.size);
    expect(pipeline.missed).toBe(0);
  });

  it('shows nothing across a long hole until the window is full again', async () => {
    const third = Math.floor(SECONDS_15.length / 3);
    const holed = new Uint8Array([
      ...SECONDS_15.subarray(0, third),
      ...SECONDS_15.subarray(third + 4000, SECONDS_15.length),
    ]);
    const reasons: string[] = [];
    const { forecasts, pipeline } = await play(
      holed,
      () => 128,
      await knee(),
      (p) => {
        const source = p.source;
        const block = p.block.bind(p);
        p.block = (b) => {
          block(b);
          reasons.push(`${source.tick}:${p.noForecast()}`);
        };
      },
    );
    const made = [...forecasts.keys()];
    const hole = made.findIndex((tick, i) => i > 0 && tick !== made[i - 1] + 1);
    expect(made[hole] - made[hole - 1]).toBeGreaterThan(pipeline.lanes[0].windowTicks);
    expect(reasons.some((r) => r.endsWith(':gap'))).toBe(true);
    expect(reasons.at(-1)).toMatch(/:null$/);
  });

  it('without a model still measures, and scores the untrained baselines', async () => {
    const { pipeline, ticks } = await play(SECONDS_15, () => 512, null);
    expect(pipeline.noForecast()).toBe('no_model_fits');
    expect(ticks.length).toBeGreaterThan(1400);
    expect(pipeline.scores().rows.map((r) => r.forecaster)).toEqual(['persistence', 'line']);
  });
});
