import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AxeResults } from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { zh } from '../../src/app/i18n/zh';
import { hashOf, SCREENS } from '../../src/app/routes';
import { TestBench } from '../harness/test-bench';
import { pictureOnFailure } from './picture';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Everybody can read and work it. */
describe('access', () => {
  let bench: TestBench;
  afterEach(() => bench.close());

  const violations = async (where: string): Promise<string[]> => {
    await sleep(600); // nothing is judged while it fades in
    const results = await bench.page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    return results.violations.flatMap((v) =>
      v.nodes.map(
        (n) => `${where}: ${v.id}: ${n.html.slice(0, 160)}: ${n.failureSummary?.split('\n').at(-1)?.trim()}`,
      ),
    );
  };

  it.each(['light', 'dark'] as const)('no screen breaks a rule of axe, %s theme', async (colorScheme) => {
    bench = await TestBench.open({ models: 'shipped', colorScheme });
    pictureOnFailure(bench);
    const { page, live } = bench;
    const found: string[] = [];
    await bench.goto();
    await page.evaluate(AXE);
    for (const screen of SCREENS) {
      await page.evaluate((hash) => (location.hash = hash), hashOf(screen));
      const heading = screen === 'bench' ? en.bench.title : en.screens[screen];
      await page.getByRole('heading', { level: 1, name: new RegExp(`^${heading}`) }).waitFor();
      found.push(...(await violations(screen)));
    }
    await page.getByTestId('rail-live').click();
    await live.startDemo();
    await live.waitForPhase('streaming');
    await live.waitForForecasts(200);
    found.push(...(await violations('live, streaming')));
    await page.getByTestId('signal-check').click();
    await page.getByRole('dialog').waitFor();
    found.push(...(await violations('signal check')));
    expect(found).toEqual([]);
  });

  it('can be worked by keyboard alone, from the first Tab to a running demo and a mark', async () => {
    bench = await TestBench.open({ models: 'shipped' });
    pictureOnFailure(bench);
    const { page, live, tap } = bench;
    await bench.goto();
    const focused = (): Promise<string> =>
      page.evaluate(() =>
        (document.activeElement?.textContent ?? document.activeElement?.ariaLabel ?? '').trim(),
      );
    await page.keyboard.press('Tab');
    expect(await focused()).toBe(en.app.skip);
    await page.keyboard.press('Enter');
    const seen: string[] = [];
    while ((await focused()) !== en.connect.demo) {
      if (seen.length > 40) throw new Error(`the demo was not reached: ${seen.join(' > ')}`);
      await page.keyboard.press('Tab');
      seen.push(await focused());
    }
    await page.keyboard.press('Enter');
    await live.waitForPhase('streaming');
    await live.waitForForecasts(20);
    await page.keyboard.press('m');
    await expect.poll(async () => (await tap.state())!.markers.filter((m) => !m.fromDevice).length).toBe(1);
  });

  it('speaks Chinese where the browser does, and where it is asked to', async () => {
    bench = await TestBench.open({ models: 'shipped', locale: 'zh-CN' });
    pictureOnFailure(bench);
    const { page, live } = bench;
    await bench.goto();
    expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^zh/);
    await live.button(zh.connect.demo).click();
    await live.waitForPhase('streaming');
    await page.getByText(zh.app.researchOnly).first().waitFor();
    for (const text of [en.live.zero, en.live.signalCheck, en.status.device, en.scores.title])
      expect(await page.getByText(text, { exact: true }).count()).toBe(0);
    await page.goto(`${bench.server.url}?lang=en`);
    await page.getByText(en.app.researchOnly).first().waitFor();
  });
});
