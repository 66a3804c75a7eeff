import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type Axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { zh } from '../../src/app/i18n/zh';
import { hashOf, SCREENS } from '../../src/app/routes';
import { everyScreen } from '../harness/every-screen';
import { TestBench } from '../harness/test-bench';
import { pictureOnFailure } from './picture';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Everybody can read and work it. */
describe('access', () => {
  let bench: TestBench;
  afterEach(() => bench.close());

  const violations = async (where: string): Promise<string[]> => {
    const results = await bench.page.evaluate(() =>
      (window as unknown as { axe: typeof Axe }).axe.run({ rules: { 'target-size': { enabled: true } } }),
    );
    return results.violations.flatMap((v) =>
      v.nodes.map(
        (n) => `${where}: ${v.id}: ${n.html.slice(0, 160)}: ${n.failureSummary?.split('\n').at(-1)?.trim()}`,
      ),
    );
  };

  it.each([
    ['light', 'en-US'],
    ['dark', 'en-US'],
    ['light', 'zh-CN'],
    ['dark', 'zh-CN'],
  ] as const)(
    'no screen breaks a rule of axe, %s theme, %s',
    { timeout: 600_000 },
    async (colorScheme, locale) => {
      bench = await TestBench.open({ models: 'shipped', colorScheme, locale });
      pictureOnFailure(bench);
      await bench.page.addInitScript(AXE);
      const found: string[] = [];
      await everyScreen(bench, async (what) => void found.push(...(await violations(what))));
      expect(found).toEqual([]);
    },
  );

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

  it('nothing moves but data where the system asks for less motion', async () => {
    bench = await TestBench.open({ models: 'shipped' });
    pictureOnFailure(bench);
    const { page, live } = bench;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await bench.goto('?demo');
    await live.waitForPhase('streaming', 60_000);
    await live.waitForForecasts(20, 60_000);
    const moving: string[] = [];
    const look = async (where: string): Promise<void> => {
      const names = await page.evaluate(() =>
        document
          .getAnimations()
          .filter((a) => a.playState === 'running' && Number(a.effect?.getComputedTiming().duration) > 1)
          .map((a) => (a.effect as KeyframeEffect).target?.className ?? ''),
      );
      moving.push(...names.map((name) => `${where}: ${name}`));
    };
    for (const screen of SCREENS) {
      await page.evaluate((hash) => (location.hash = hash), hashOf(screen));
      await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
      await look(screen);
    }
    await page.getByTestId('rail-live').click();
    await page.getByTestId('signal-check').click();
    await page.getByRole('dialog').waitFor();
    await look('signal check');
    expect(moving).toEqual([]);
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

  it('keeps the language that was chosen in Setup, whatever the browser speaks', {
    timeout: 120_000,
  }, async () => {
    bench = await TestBench.open({ models: 'shipped', locale: 'en-US' });
    pictureOnFailure(bench);
    const { page } = bench;
    await bench.goto(hashOf('setup'));
    await page.getByRole('heading', { level: 1, name: en.setup.title }).waitFor();
    await page.getByTestId('language').selectOption('zh');
    await page.getByRole('heading', { level: 1, name: zh.setup.title }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: zh.setup.title }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    await page.getByTestId('status-model').getByText(zh.models.knee).waitFor();
    await page.getByTestId('language').selectOption('system');
    await page.getByRole('heading', { level: 1, name: en.setup.title }).waitFor();
  });
});
