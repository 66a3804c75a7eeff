import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchResult } from '../src/app/bench/results';
import type { BenchPart } from '../src/app/bench/run-bench';
import { BrowserSession } from '../e2e/harness/browser';
import { note } from '../lab/figures';
import { serveStatic } from '../scripts/static-server';
import { buildInto } from './build';
import type { Endurance } from './page/endurance';

export interface PageResult {
  readonly bench: BenchResult;
  readonly endurance: Record<string, Endurance>;
}

/** Forecasts in a row; software WebGL takes a hundred times as long for each. */
const ENDURANCE = { 'wasm-relaxed': 100_000, 'webgl-fused': 1_000 } as const;

/** Builds the bench's page and runs it in a real browser, with the models in `models`. */
export async function measurePage(effort: number, models: string): Promise<PageResult> {
  const dir = mkdtempSync(join(tmpdir(), 'stridecast-bench-'));
  try {
    note('building the bench');
    buildInto(dir, 'bench/page/vite.config.ts');
    const server = await serveStatic({ root: dir, mounts: { 'models/': models } });
    const browser = await BrowserSession.launch({
      origin: server.origin,
      args: ['--enable-precise-memory-info', '--js-flags=--expose-gc'],
    });
    try {
      const page = await browser.page();
      page.setDefaultTimeout(0);
      await page.exposeFunction('told', (part: BenchPart) =>
        note(`measuring ${part.kind}${'network' in part ? ` of the ${part.network} network` : ''}`),
      );
      await page.goto(server.url);
      const bench = await page.evaluate((wanted) => globalThis.bench(wanted), effort);
      const endurance: Record<string, Endurance> = {};
      for (const executor of ['wasm-relaxed', 'webgl-fused'] as const) {
        const forecasts = ENDURANCE[executor];
        note(`${forecasts} forecasts by ${executor}`);
        endurance[executor] = await page.evaluate(([id, count]) => globalThis.enduranceOf(id, count), [
          executor,
          forecasts,
        ] as const);
      }
      for (const error of browser.pageErrors) note(error);
      return { bench, endurance };
    } finally {
      await browser.close();
      await server.close();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
