import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { EXECUTOR_FACTORIES } from '../../src/forecast/runtime/factories';
import { STEP_PEERS } from '../../src/forecast/runtime/bench/training-steps';
import { TestBench } from '../harness/test-bench';
import { pictureOnFailure } from './picture';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCHEMES = ['light', 'dark'] as const;

/** What a computer is told of its speed. */
describe('speed', () => {
  let bench: TestBench;
  afterEach(() => bench.close());

  /** What axe finds on the page as it is, in both themes. */
  async function violations(): Promise<string[]> {
    const found: string[] = [];
    await bench.page.evaluate(AXE);
    for (const colorScheme of SCHEMES) {
      await bench.page.emulateMedia({ colorScheme });
      await bench.page.waitForTimeout(600); // nothing is judged while it fades in
      const results = await bench.page.evaluate(() =>
        (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      found.push(
        ...results.violations.flatMap((v) =>
          v.nodes.map((n) => `${colorScheme}: ${v.id}: ${n.html.slice(0, 160)}`),
        ),
      );
    }
    return found;
  }

  it('a quick look ends with a time for every executor', { timeout: 180_000 }, async () => {
    bench = await TestBench.open({ models: 'shipped' });
    pictureOnFailure(bench);
    const { page } = bench;
    await bench.goto('#/bench');
    await page.getByTestId('bench-quick').click();
    await page.locator('[data-testid="bench"][data-phase="done"]').waitFor({ timeout: 150_000 });
    const tables = page.getByTestId('bench-network');
    expect(await tables.count()).toBe(2);
    for (const table of await tables.all()) {
      const groups = table.locator('tbody');
      for (const [group, peers] of [
        [0, Object.keys(EXECUTOR_FACTORIES)],
        [2, Object.keys(STEP_PEERS)],
      ] as const)
        for (const peer of peers) {
          const ms = groups.nth(group).locator(`[data-peer="${peer}"] td`).nth(1);
          expect(Number(await ms.textContent()), peer).toBeGreaterThan(0);
        }
    }
    const draws = page.locator('[data-figure="forecast.webgl_draws"] td').first();
    expect(Number(await draws.textContent())).toBeLessThanOrEqual(100);
    expect(await page.getByTestId('bench-verdict').textContent()).toContain(en.bench.verdict.live);
    expect(await page.getByTestId('bench').getByRole('alert').count()).toBe(0);
    expect(bench.browser.pageErrors).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  it('stops at once, and when its screen is left', async () => {
    bench = await TestBench.open({ models: 'shipped' });
    pictureOnFailure(bench);
    const { page } = bench;
    await bench.goto('#/bench');
    // The engine and the session log have workers of their own, which come and go.
    const workers = (): number => page.workers().filter((w) => w.url().includes('bench.worker')).length;
    for (const end of [
      () => page.getByTestId('bench-stop').click(),
      () => page.getByTestId('rail-setup').click(),
    ]) {
      await page.getByTestId('bench-start').click();
      await expect.poll(workers).toBe(1);
      await end();
      await expect.poll(workers, { timeout: 3000 }).toBe(0);
    }
    expect(bench.browser.pageErrors).toEqual([]);
  });

  it('Setup measures heavy work, keeps the times and names what is chosen', {
    timeout: 120_000,
  }, async () => {
    bench = await TestBench.open({ models: 'shipped' });
    pictureOnFailure(bench);
    const { page } = bench;
    await bench.goto('#/setup');
    const jobs = page.getByTestId('jobs');
    await expect.poll(() => jobs.locator('tbody tr').count(), { timeout: 20_000 }).toBe(2); // none measured yet
    await jobs.getByTestId('measure-jobs').click();
    await expect.poll(() => jobs.locator('[data-way]').count(), { timeout: 100_000 }).toBeGreaterThan(3);
    await expect.poll(() => jobs.locator('[data-job="training"] b').count(), { timeout: 100_000 }).toBe(1);
    expect(await jobs.locator('[data-job="batch"] b').count()).toBe(1);
    const shown = await jobs.locator('[data-way] td:last-child').allTextContents();
    expect(shown.filter((ms) => Number(ms) > 0).length).toBeGreaterThan(3);
    expect(await jobs.getByRole('alert').count()).toBe(0);
    expect(await violations()).toEqual([]);
    await page.reload();
    await bench.live.loaded();
    await expect.poll(() => jobs.locator('[data-way] td:last-child').allTextContents()).toEqual(shown);
  });
});
