import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveStatic } from '../../scripts/static-server';
import type { StaticServer } from '../../scripts/static-server';
import { BrowserSession } from '../harness/browser';
import type { Check } from './page/page';
import type { CheckRequest, Checks } from './page/worker';

/** The WebGL executors in a real browser's worker, without a GPU: ANGLE draws in software. */
describe('WebGL', { timeout: 120_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'stridecast-webgl-'));
  let server: StaticServer;
  let session: BrowserSession;
  let page: Page;

  beforeAll(async () => {
    await build({
      configFile: false,
      logLevel: 'error',
      root: join(import.meta.dirname, 'page'),
      base: './',
      worker: { format: 'es' },
      build: {
        outDir: dir,
        emptyOutDir: true,
        target: 'es2023',
        rolldownOptions: {
          input: join(import.meta.dirname, 'page/page.ts'),
          output: { entryFileNames: 'page.js' },
        },
      },
    });
    writeFileSync(join(dir, 'index.html'), pageWithPolicy());
    server = await serveStatic({ root: dir });
    session = await BrowserSession.launch({ origin: server.origin });
    page = await session.page();
    await page.goto(server.url);
  }, 120_000);

  afterAll(async () => {
    await session.close();
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function check<N extends keyof Checks>(
    name: N,
    options: Parameters<Checks[N]>[0] | Record<string, never> = {},
  ): Promise<Awaited<ReturnType<Checks[N]>>> {
    const request: CheckRequest = { name, options };
    return (await page.evaluate(
      (r) => (globalThis as never as { check: Check }).check(r),
      request,
    )) as Awaited<ReturnType<Checks[N]>>;
  }

  it('forecasts what the float64 reference forecasts', async () => {
    for (const [network, { fused, stock }] of Object.entries(await check('forecastDistances'))) {
      expect(fused, network).toBeLessThan(1e-5);
      expect(stock, network).toBeLessThan(1e-5);
    }
  });

  it('does so for random networks of the family', async () => {
    expect(await check('randomNetworks', { runs: 25, seed: 20 })).toBeLessThan(1e-4);
  });

  it('takes batches of 128, and some that do not fit its textures at once', async () => {
    for (const batch of [128, 520]) expect(await check('batchDistance', { batch })).toBeLessThan(1e-5);
  });

  it('keeps forecasts apart that are asked for at once', async () => {
    expect(await check('overlappingDistance')).toBeLessThan(1e-5);
  });

  it('trains through TF.js with the right gradients', async () => {
    for (const [network, distance] of Object.entries(await check('gradientDistances')))
      expect(distance, network).toBeLessThan(1e-4);
  });

  it('leaves nothing behind', async () => {
    expect(await check('trainingLeak', { steps: 20 })).toBe(0);
    expect(await check('forecastLeak', { forecasts: 500 })).toEqual({ tensors: 0, gpuBytes: 0 });
  });

  it('needs few draws, and less time than stock TF.js', async () => {
    const { fused, stock, draws } = await check('speed', { runs: 30 });
    console.log(`one forecast: ${fused.toFixed(1)} ms in ${draws} draws, stock TF.js ${stock.toFixed(1)} ms`);
    expect(draws).toBeLessThanOrEqual(60);
    // The figure that binds is the bench's; tests share their machine.
    expect(fused).toBeLessThan(stock / 2);
  });

  it('notices a lost context, and starts again on a new one', async () => {
    const lost = 'the GL context is lost';
    for (const report of Object.values(await check('contextLoss'))) {
      expect(report).toEqual({
        before: false,
        pending: lost,
        after: true,
        next: lost,
        distance: expect.any(Number) as number,
      });
      expect(report.distance).toBeLessThan(1e-6);
    }
  });

  it('refuses a GPU that cannot compute in 32 bit floats, for training as for forecasts', async () => {
    const textures = 'no 32 bit float textures here';
    const arithmetic = 'no 32 bit float arithmetic here';
    for (const [lacks, reason] of [
      ['float textures', textures],
      ['float targets', textures],
      ['float arithmetic', arithmetic],
    ] as const)
      expect(await check('onGpuWithout', { lacks }), lacks).toEqual({
        training: reason,
        forecasting: reason,
      });
    // And takes this one, which is software and can.
    expect(await check('onGpuWithout', { lacks: null })).toEqual({ training: 'ok', forecasting: 'ok' });
  });

  it('does all that under the content policy, from its own origin', () => {
    expect(session.foreignRequests).toEqual([]);
    expect(session.pageErrors.filter((line) => /policy/i.test(line))).toEqual([]);
  });
});

/** An empty page with the content policy of the app. */
function pageWithPolicy(): string {
  const app = readFileSync(join(import.meta.dirname, '../../index.html'), 'utf8');
  const [policy] = /<meta\s+http-equiv="Content-Security-Policy"[^>]*>/.exec(app)!;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8" />${policy}<title>WebGL</title><script type="module" src="./page.js"></script></head></html>`;
}
