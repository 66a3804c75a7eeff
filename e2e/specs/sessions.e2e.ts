import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AxeResults } from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { hashOf } from '../../src/app/routes';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { storedLogs, storedSessions } from '../records/stored';
import { pictureOnFailure } from './picture';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What was recorded, looked at afterwards: the real log of the virtual exoskeleton, in a real browser. */
describe('sessions', { timeout: 600_000 }, () => {
  let bench: TestBench;
  afterEach(() => bench.close());

  const goTo = (hash: string): Promise<void> =>
    bench.page.evaluate((to) => {
      location.hash = to;
    }, hash);

  /** A demo of at least so many strides, with a mark in it. */
  const record = async (strides: number): Promise<void> => {
    const { page, live, tap } = bench;
    await goTo(hashOf('live'));
    await live.startDemo();
    await live.waitForPhase('streaming', 60_000);
    await page.getByTestId('status-recording').locator('time').waitFor();
    await until('it forecasts', async () => (await tap.state())!.forecasts > 50, 240_000);
    await page.keyboard.press('m');
    await until('it has walked', async () => (await tap.state())!.strides.count >= strides, 240_000);
    const before = (await storedSessions(page)).filter((s) => s.state === 'closed').length;
    await live.button(en.connect.disconnect).click();
    await until(
      'the log is closed',
      async () => (await storedSessions(page)).filter((s) => s.state === 'closed').length > before,
      60_000,
    );
  };

  const violations = async (where: string): Promise<string[]> => {
    await sleep(600); // nothing is judged while it fades in
    const results = await bench.page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    return results.violations.flatMap((v) =>
      v.nodes.map((n) => `${where}: ${v.id}: ${n.html.slice(0, 160)}`),
    );
  };

  it('are listed, reviewed, compared, followed, and deleted for good', async () => {
    bench = await TestBench.open({ models: 'shipped' });
    pictureOnFailure(bench);
    const { page } = bench;
    await bench.goto('#/sessions');
    await page.getByTestId('sessions-none').waitFor();
    await goTo(hashOf('patients'));
    await page.getByTestId('patient-add').click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('P-17');
    await page.getByRole('dialog').getByRole('button', { name: en.patients.save, exact: true }).click();
    await page.getByTestId('patient-row').waitFor();
    await record(14);
    await record(9);

    // The list: both, newest first, of this patient, marked as demos.
    await goTo(hashOf('sessions'));
    const rows = page.getByTestId('session-row');
    await until('both are listed', async () => (await rows.count()) === 2);
    const stored = await storedSessions(page);
    const listed = await rows.evaluateAll((all) => all.map((r) => (r as HTMLElement).dataset.id));
    expect(listed).toEqual(stored.map((s) => s.id).reverse());
    for (const text of await rows.allTextContents()) {
      expect(text).toContain('P-17');
      expect(text).toContain(en.sessions.tag.demo);
      expect(text).toMatch(/\d\.\d° Knee R/);
    }
    const longer = stored[0].strides! >= stored[1].strides! ? stored[0].id : stored[1].id;
    await page.getByTestId('sort-strides').click();
    await page.getByTestId('sort-strides').click();
    expect(await rows.first().getAttribute('data-id')).toBe(longer);
    await page.getByTestId('sort-date').click();

    // A name and notes stay.
    await rows.first().getByTestId('session-words').click();
    await page.getByTestId('session-title').fill('retest');
    await page.getByTestId('session-notes').fill('walked well');
    await page.getByTestId('session-save').click();
    await rows.filter({ hasText: 'retest' }).waitFor();

    // One session: what was walked, what was forecast, and where the mark is.
    await rows.filter({ hasText: 'retest' }).getByRole('link').click();
    await page.getByTestId('leg-figures').waitFor({ timeout: 60_000 });
    await page.getByText('walked well').waitFor();
    const cells = (figure: string) =>
      page.getByTestId('leg-figures').locator(`[data-figure="${figure}"] td`).allTextContents();
    const number = (text: string): number => Number.parseFloat(text.replace('−', '-'));
    const [right, left, index] = (await cells('range.knee')).map(number);
    expect(right).toBeGreaterThan(30);
    expect(left).toBeGreaterThan(30);
    expect(index).toBeCloseTo((200 * (right - left)) / (right + left), 0);
    const [stance] = (await cells('stance.')).map(number);
    const [swing] = (await cells('swing.')).map(number);
    expect(stance + swing).toBeCloseTo(100, 0);
    expect(await page.getByTestId('overlays').getByRole('img').count()).toBeGreaterThanOrEqual(2);
    await page
      .getByText(/Winter/)
      .first()
      .waitFor();
    expect(await page.getByTestId('review-forecast').locator('tbody tr').count()).toBe(6);

    // The signal is scrolled by keyboard, and by a mark.
    const plot = page.getByTestId('signal-plot');
    const from = async (): Promise<number> => Number(await plot.getAttribute('data-from'));
    await until('it is drawn', async () => (await plot.getAttribute('data-ready')) === 'true');
    expect(await from()).toBe(0);
    await page.getByTestId('signal-position').focus();
    await page.keyboard.press('End');
    await until('it is at the end', async () => (await from()) > 3);
    await page.getByTestId('marker-jump').first().click();
    await until('it is at the mark', async () => (await plot.getAttribute('data-ready')) === 'true');

    // Two beside each other.
    await goTo(hashOf('sessions'));
    await until('both are there', async () => (await rows.count()) === 2);
    for (const box of await rows.getByRole('checkbox').all()) await box.check();
    await page.getByTestId('sessions-compare').click();
    const differences = page.getByTestId('differences');
    await differences.waitFor({ timeout: 60_000 });
    const [a, b, difference] = (
      await differences.locator('[data-figure="review.cadence..r"] td').allTextContents()
    ).map((text) => number(text.replace('+', '')));
    expect(Math.abs(difference - (b - a))).toBeLessThanOrEqual(0.11);

    // Their patient's way.
    await goTo(hashOf('sessions'));
    await page.getByTestId('sessions-filter').selectOption({ label: 'P-17' });
    await page.getByRole('link', { name: en.sessions.progressOf.replace('{{code}}', 'P-17') }).click();
    await page.getByTestId('progress-table').waitFor();
    await until(
      'both were read',
      async () => (await page.getByTestId('progress').getAttribute('data-left')) === '0',
      60_000,
    );
    expect(await page.getByTestId('progress-chart').count()).toBeGreaterThan(4);
    expect(await page.getByTestId('progress-table').locator('tbody tr').count()).toBe(2);

    // Gone is gone: the row, and the file.
    await goTo(hashOf('sessions'));
    await until('both are there', async () => (await rows.count()) === 2);
    await rows.first().getByTestId('session-remove').click();
    await page.getByTestId('remove-yes').click();
    await until('one is left', async () => (await rows.count()) === 1);
    const [kept] = await storedSessions(page);
    expect(await storedLogs(page)).toEqual([kept.logFile]);
    expect(bench.browser.pageErrors).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('break no rule of axe, %s theme', async (colorScheme) => {
    bench = await TestBench.open({ models: 'shipped', colorScheme });
    pictureOnFailure(bench);
    const { page } = bench;
    await bench.goto('#/sessions');
    await page.evaluate(AXE);
    const found = await violations('no sessions');
    await record(6);
    await goTo(hashOf('sessions'));
    await page.getByTestId('session-row').waitFor();
    found.push(...(await violations('list')));
    await page.getByTestId('session-words').click();
    await page.getByTestId('session-title').waitFor();
    found.push(...(await violations('name and notes')));
    await page.keyboard.press('Escape');
    const [{ id }] = await storedSessions(page);
    await goTo(`${hashOf('sessions')}/${id}`);
    await page.getByTestId('leg-figures').waitFor({ timeout: 60_000 });
    found.push(...(await violations('review')));
    await goTo(`${hashOf('sessions')}/compare/${id}/${id}`);
    await page.getByTestId('differences').waitFor({ timeout: 60_000 });
    found.push(...(await violations('compare')));
    expect(found).toEqual([]);
  });
});
