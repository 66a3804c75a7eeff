import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planLanes, type RunnableModel } from '../../src/engine/models/lane-planner';
import { LivePipeline } from '../../src/engine/pipeline/live-pipeline';
import { ModelLibrary } from '../../src/forecast/model-library';
import { NetworkForecaster } from '../../src/forecast/network-forecaster';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { HistoryRing } from '../../src/gait/ring';
import { scoreWire } from '../score/score-wire';
import { madeUpTrial } from '../synergy/testing/walk';
import { fromCmu, walkAt } from './recording';

async function shipped(id: string): Promise<RunnableModel> {
  const library = await ModelLibrary.open((path) => readFile(join('public', 'models', path)));
  const loaded = await library.load(id);
  return { loaded, executor: await wasmSimd(loaded.card.architecture, loaded.weights, 1) };
}

describe('models of whole legs, live', () => {
  it('legs runs on what the virtual exoskeleton sends, and is better than nothing moves at every joint', async () => {
    const bytes = new Uint8Array(await readFile(join('public', 'recordings', 'demo.stridelink')));
    const model = await shipped('legs');
    const options = { model, affectedSide: 'r', calibration: null, stride: 1 } as const;
    const { forecasts, ticks, scores } = await scoreWire(bytes, options);
    expect(forecasts).toBeGreaterThan(0.9 * ticks);
    const rmse = (joint: string, forecaster: string, ms: number) =>
      scores.rows.find((r) => r.joint === joint && r.forecaster === forecaster)!.total[
        scores.horizonsMs.indexOf(ms)
      ].rmse;
    expect(scores.horizonsMs).toEqual([10, 20, 50, 100, 200]);
    for (const side of ['r', 'l'])
      for (const base of ['hip_flexion', 'knee_angle', 'ankle_angle'])
        for (const ms of [50, 100]) {
          const joint = `${base}_${side}`;
          expect(rmse(joint, 'legs', ms), `${joint} ${ms} ms`).toBeLessThan(
            0.6 * rmse(joint, 'persistence', ms),
          );
        }
  }, 60_000);

  it('synergy runs in the live pipeline on 24 angles at 120 Hz, as it is judged in the lab', async () => {
    // Made smaller, so that no channel leaves what a sound sensor can give.
    const large = fromCmu(madeUpTrial('35', 1, 2));
    const channelsOf = [...large.channels].map(([name, x]) => [name, x.map((v) => 0.4 * v)] as const);
    const recording = { ...large, channels: new Map(channelsOf) };
    const model = await shipped('synergy');
    const { card } = model.loaded;
    const channels = [...recording.channels.keys()];
    // What the network said, whether or not it was trusted: these made-up walks are no gait.
    const made = new Map<number, Float32Array>();
    const pipeline: LivePipeline = new LivePipeline([{ id: 0, rate: recording.rate, channels }], {
      forecast: (tick) => made.set(tick, pipeline.lanes[0].latest('synergy')!.slice()),
    });
    pipeline.setLanes(planLanes(model, channels, 'r'));
    expect(pipeline.lanes.map((l) => l.lane.side)).toEqual(['r', 'l']);
    const columns = [...recording.channels.values()];
    const count = columns[0].length;
    const data = new Float32Array(count * channels.length);
    columns.forEach((x, c) => x.forEach((v, i) => (data[i * channels.length + c] = v)));
    pipeline.block({ stream: 0, channels, rate: 120, firstIndex: 0, startUs: 0, count, data });

    const walk = walkAt(recording, card.rate);
    const network = new NetworkForecaster(card, model.executor, 'r');
    const history = new HistoryRing(channels, 200, card.rate);
    const size = card.steps * card.outputs.length;
    const mean = new Float32Array(size);
    let compared = 0;
    for (let tick = 0; tick < walk.ticks; tick++) {
      history.push(
        channels.map((c) => walk.channels[c].input[tick]),
        channels.map((c) => walk.channels[c].measured[tick]),
      );
      if (history.length < card.windowTicks) continue;
      await network.forecast(history, mean);
      const live = made.get(tick);
      if (live === undefined) continue;
      compared++;
      for (let j = 0; j < card.outputs.length; j++)
        for (let h = 0; h < card.steps; h++)
          expect(live[j * card.steps + h]).toBeCloseTo(mean[j * card.steps + h], 3);
    }
    expect(compared).toBeGreaterThan(80);
  }, 60_000);

  it('a model of another rate than the live tick does not run', async () => {
    const model = await shipped('legs');
    const { loaded, executor } = model;
    const channels = ['r', 'l'].flatMap((side) =>
      ['hip_flexion', 'knee_angle', 'ankle_angle'].map((base) => `${base}_${side}`),
    );
    expect(planLanes(model, channels, 'r').every((lane) => lane.hasNetwork)).toBe(true);
    const other = { executor, loaded: { ...loaded, card: { ...loaded.card, rate: 150 } } };
    expect(planLanes(other, channels, 'r').some((lane) => lane.hasNetwork)).toBe(false);
  });
});
