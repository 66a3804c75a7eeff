import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import type { ExecutorPin } from '../../src/forecast/runtime/selection';
import { VIRTUAL_RECORDING } from '../devices/sources';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { pictureOnFailure } from './picture';

/** Degrees by which two executors may differ on the same window. */
const PARITY_DEG = 1e-2;

/** The same forecasts, whatever runs them. */
describe('executors', () => {
  let bench: TestBench;
  afterEach(() => bench.close());

  /** Replays the virtual recording with the executor chosen in Setup, and keeps the forecasts by tick. */
  async function forecastsBy(
    choice: string,
    expected: RegExp,
    atLeast: number,
  ): Promise<Map<number, number[]>> {
    const { live, page, tap } = bench;
    await page.getByTestId('rail-setup').click();
    await page.getByLabel(en.setup.executor).selectOption(choice);
    await page.getByTestId('rail-live').click();
    if (await live.button(en.connect.disconnect).isVisible()) await page.getByTestId('disconnect').click();
    await tap.keepForecasts();
    const [dialog] = await Promise.all([
      page.waitForEvent('filechooser'),
      live.button(en.connect.replayOwn).click(),
    ]);
    await dialog.setFiles(VIRTUAL_RECORDING);
    await live.waitForPhase('streaming', 60_000);
    await live.waitForForecasts(atLeast, 60_000);
    const model = await live.model();
    const state = (await tap.state())!;
    console.log(
      `${choice}: runs on ${model.executor} at ${state.forecastRate} Hz, skipped ${state.skipped}, missed ${state.missed}; ` +
        `measured ${JSON.stringify(state.model.measured)}`,
    );
    expect(model.executor).toMatch(expected);
    const forecasts = await tap.forecasts();
    await page.getByTestId('disconnect').click();
    await until('it is idle', async () => (await live.phase()) === 'idle');
    return forecasts;
  }

  it('WebGL, when preferred or pinned, forecasts what WebAssembly forecasts', {
    timeout: 180_000,
  }, async () => {
    bench = await TestBench.open();
    pictureOnFailure(bench);
    await bench.goto();
    const wasm = await forecastsBy('auto', /^wasm-/, 800);
    const ways: [ExecutorPin, RegExp][] = [
      ['prefer_webgl', /^webgl-fused$/],
      ['tfjs-webgl', /^tfjs-webgl$/],
    ];
    for (const [choice, expected] of ways) {
      const webgl = await forecastsBy(choice, expected, 40);
      const both = [...webgl.keys()].filter((tick) => wasm.has(tick));
      expect(both.length).toBeGreaterThan(20);
      const worst = Math.max(
        ...both.flatMap((tick) => webgl.get(tick)!.map((deg, step) => Math.abs(deg - wasm.get(tick)![step]))),
      );
      console.log(`${both.length} forecasts of both, largest difference ${worst.toExponential(2)} deg`);
      expect(worst).toBeLessThan(PARITY_DEG);
    }
  });

  it('goes on after the GL context was lost', { timeout: 120_000 }, async () => {
    bench = await TestBench.open();
    pictureOnFailure(bench);
    await bench.goto();
    const { live, page, tap } = bench;
    await page.getByTestId('rail-setup').click();
    await page.getByLabel(en.setup.executor).selectOption('tfjs-webgl');
    await page.getByTestId('rail-live').click();
    await live.startDemo();
    await live.waitForPhase('streaming', 60_000);
    await live.waitForForecasts(20, 60_000);
    expect((await live.model()).executor).toBe('tfjs-webgl');
    await tap.send({ type: 'fault', fault: 'lose_gl' });
    await until('it is said', async () => (await tap.notices()).includes('gl_lost'), 20_000);
    const { forecasts } = await live.model();
    await live.waitForForecasts(forecasts + 20, 60_000);
    expect(await live.phase()).toBe('streaming');
  });
});
