import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { cardOf } from './testing/card';
import { NetworkForecaster } from './network-forecaster';
import { uniform } from './runtime/testing/random-networks';
import { wasmSimd } from './runtime/wasm/wasm-executor';
import { initWeights } from './runtime/weights';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

it('a live forecast, from history to degrees, leaves nothing on the heap', async () => {
  const card = cardOf();
  const executor = await wasmSimd(card.architecture, initWeights(card.architecture, uniform(1)), 1);
  const forecaster = new NetworkForecaster(card, executor, 'r');
  const samples = Float32Array.from({ length: card.windowTicks }, (_, i) => 30 + 20 * Math.sin(i / 3));
  const history = { newestTick: card.windowTicks, input: () => samples, measured: () => samples };
  const out = new Float32Array(card.outputs.length * card.steps);
  const used = () => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const forecasts = (count: number) => {
    for (let i = 0; i < count; i++) void forecaster.forecast(history as never, out);
  };
  forecasts(2000);
  const before = used();
  forecasts(100_000);
  // Less than one number for each forecast; the engine's own compiling takes some.
  expect(used() - before).toBeLessThan(100_000 * 8);
  expect(out.every(Number.isFinite)).toBe(true);
});
