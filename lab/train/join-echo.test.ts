import { describe, expect, it } from 'vitest';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { initWeights } from '../../src/forecast/runtime/weights';
import { Rng } from '../../src/gait/rng';
import { joinEcho } from './join-echo';
import { kneeMemory } from './recipes/knee-memory';
import type { Recipe } from './recipe';

const ECHO = kneeMemory.features.features.echo!;
const STEPS = kneeMemory.features.steps;

async function outputOf(weights: ReturnType<typeof joinEcho>, context: Float32Array): Promise<Float32Array> {
  const { ticks, channels } = kneeMemory.architecture.input;
  const rng = new Rng(3);
  const sequence = Float32Array.from({ length: ticks * channels }, () => rng.normal(0, 0.3));
  const out = new Float32Array(STEPS);
  const executor = await wasmSimd(kneeMemory.architecture, weights, 1);
  await executor.run(1, sequence, context, out);
  executor.dispose();
  return out;
}

const withShare = (echoShare: Recipe['echoShare']): Recipe => ({ ...kneeMemory, echoShare });

describe('joinEcho', () => {
  const rng = new Rng(1);
  const weights = initWeights(kneeMemory.architecture, () => rng.uniform());
  const context = Float32Array.from({ length: kneeMemory.architecture.input.context }, () =>
    rng.normal(0, 0.3),
  );
  // A walk's echo: a smooth rise of 20 % of the range that ends 10 % of it up, matches began at the present.
  const at = context.length - ECHO.steps.length - 4;
  const rise = (h: number) => 0.1 * (1 - Math.cos((Math.PI * h) / 50));
  ECHO.steps.forEach((h, i) => (context[at + i] = rise(h)));
  context[at + ECHO.steps.length] = 0;

  it('leaves the network as it was with no share', async () => {
    const plain = await outputOf(weights, context);
    const joined = await outputOf(
      joinEcho(
        withShare(() => 0),
        weights,
      ),
      context,
    );
    joined.forEach((v, h) => expect(v).toBeCloseTo(plain[h], 4));
    expect(joinEcho(withShare(undefined), weights)).toBe(weights);
  });

  it('is the echo alone with all of the share, between its points too', async () => {
    const joined = await outputOf(
      joinEcho(
        withShare(() => 1),
        weights,
      ),
      context,
    );
    for (let h = 1; h <= STEPS; h++)
      expect(Math.abs(joined[h - 1] - rise(h)), `step ${h}`).toBeLessThan(0.01);
  });

  it('mixes by steps', async () => {
    const plain = await outputOf(weights, context);
    const share = (h: number) => 0.2 + 0.4 * (h / STEPS);
    const joined = await outputOf(joinEcho(withShare(share), weights), context);
    for (const h of [5, 10, 20, 40])
      expect(joined[h - 1]).toBeCloseTo((1 - share(h)) * plain[h - 1] + share(h) * rise(h), 1);
  });

  it('closes the gap between present and matches on the way', async () => {
    const apart = context.slice();
    apart[at + ECHO.steps.length] = 0.1;
    const all = joinEcho(
      withShare(() => 1),
      weights,
    );
    const [near, far] = [await outputOf(all, context), await outputOf(all, apart)];
    expect(far[STEPS - 1] - near[STEPS - 1]).toBeCloseTo(0.08, 2);
    expect(Math.abs(far[1] - near[1])).toBeLessThan(0.02);
  });
});
