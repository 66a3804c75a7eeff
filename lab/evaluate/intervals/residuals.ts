import { historyDepth } from '../../../src/forecast/forecaster';
import type { LoadedModel } from '../../../src/forecast/model-library';
import { shapeBin } from '../../../src/forecast/interval-shape';
import { NetworkForecaster } from '../../../src/forecast/network-forecaster';
import { wasmSimd } from '../../../src/forecast/runtime/wasm/wasm-executor';
import { HistoryRing } from '../../../src/gait/ring';
import type { Walker } from '../people/walkers';

/** Levels and borders of velocity of the shape; 36 parts of the movement. */
export const PARTS = { levels: 4, velocities: [-0.6, -0.3, -0.1, -0.03, 0.03, 0.1, 0.3, 0.6] };

/** Errors of one person's forecasts by weights that never saw him, and where the joint was when they were made. */
export interface Residuals {
  readonly id: string;
  readonly group: string;
  readonly ticks: number;
  /** Part of the movement, [ticks]. */
  readonly bins: Uint8Array;
  /** Scale s, deg, [ticks]. */
  readonly scales: Float32Array;
  /** |error| / s, [ticks, steps]; NaN where the truth never came. */
  readonly errors: Float32Array;
  readonly steps: number;
  /** Of the whole recording, deg. */
  readonly range: number;
}

const SIDE = 'r';

/** Streams the person's longest recording through the model, as live. First output alone. */
export async function residualsOf(model: LoadedModel, walker: Walker): Promise<Residuals> {
  const { card, weights } = model;
  const walk = walker.walks.reduce((a, b) => (b.ticks > a.ticks ? b : a));
  const executor = await wasmSimd(card.architecture, weights, 1);
  const network = new NetworkForecaster(card, executor, SIDE);
  const { windowTicks, steps, outputs } = network;
  const channels = Object.keys(walk.channels);
  const truth = walk.channels[outputs[0]].measured;
  const ring = new HistoryRing(channels, historyDepth([network]), walk.rate);
  const ticks = Math.max(0, walk.ticks - windowTicks + 1);
  const bins = new Uint8Array(ticks);
  const scales = new Float32Array(ticks);
  const errors = new Float32Array(ticks * steps).fill(Number.NaN);
  const out = new Float32Array(outputs.length * steps);
  const minRange = card.scaling.kind === 'window' ? card.scaling.minRange : 20;
  for (let t = 0; t < walk.ticks; t++) {
    ring.push(
      channels.map((c) => walk.channels[c].input[t]),
      channels.map((c) => walk.channels[c].measured[t]),
    );
    const row = t - windowTicks + 1;
    if (row < 0) continue;
    await network.forecast(ring, out);
    bins[row] = shapeBin(ring.input(outputs[0], windowTicks), card.rate, minRange, PARTS);
    scales[row] = network.scales[0];
    for (let h = 1; h <= steps && t + h < walk.ticks; h++)
      errors[row * steps + h - 1] = Math.abs(truth[t + h] - out[h - 1]) / network.scales[0];
  }
  executor.dispose();
  const { id, group } = walker;
  const range = truth.reduce((m, v) => Math.max(m, v), -1e9) - truth.reduce((m, v) => Math.min(m, v), 1e9);
  return { id, group, ticks, bins, scales, errors, steps, range: Math.max(20, range) };
}
