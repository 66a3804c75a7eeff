import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AxeResults } from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { readClinic } from '../harness/clinic-store';
import { pagesOfPdf } from '../harness/pdf-text';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { storedSessions } from '../records/stored';
import { pictureOnFailure } from './picture';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Details {
  notes: string;
  markers: { label: string; fromDevice: boolean; block?: { kind: string; n: number } }[];
}

/** What a therapist has at hand while the patient walks. */
describe('tools', { timeout: 300_000 }, () => {
  let bench: TestBench;
  beforeEach(async () => {
    bench = await TestBench.open({ models: 'shipped' });
    pictureOnFailure(bench);
  });
  afterEach(() => bench.close());

  const details = async (): Promise<Details> =>
    (await readClinic(bench.page)).records['sessionDetails'][0] as Details;

  it('counts strides of both legs, tells range and symmetry, and ticks off goals', async () => {
    const { page, tap } = bench;
    await bench.goto('?demo');
    await bench.live.waitForPhase('streaming', 60_000);
    await until(
      'both legs have walked',
      async () => {
        const legs = (await tap.state())?.legs;
        return (legs?.r?.range.knee ?? 0) > 0 && (legs?.l?.range.knee ?? 0) > 0;
      },
      60_000,
    );
    const counter = page.getByTestId('stride-counter');
    const counted = async (side: string): Promise<number> =>
      Number(await counter.getAttribute(`data-${side}`));
    const before = await counted('r');
    await until('it goes on', async () => (await counted('r')) > before && (await counted('l')) > 0, 20_000);
    expect(Math.abs((await counted('r')) - (await counted('l')))).toBeLessThanOrEqual(2);

    await page.getByTestId('glance-goals').click();
    await page.getByTestId('goal-range').fill('20');
    await page.getByRole('button', { name: en.tools.done }).click();
    await page.getByTestId('glance-range').getByTestId('goal-met').waitFor();
    await page.getByTestId('glance-goals').click();
    await page.getByTestId('goal-range').fill('130');
    await page.getByRole('button', { name: en.tools.done }).click();
    await page.getByTestId('glance-range').getByTestId('goal-met').waitFor({ state: 'detached' });
  });

  it('keeps notes with the session while it is recorded, and a timer over all screens', async () => {
    const { page } = bench;
    await bench.goto('?demo');
    await bench.live.waitForPhase('streaming', 60_000);
    await page.keyboard.press('t');
    await page.keyboard.press('o');
    await page.getByTestId('notes-text').fill('Walks without the stick.');
    await page.locator('[data-testid="notes-state"][data-state="kept"]').waitFor();
    await until('they are stored', async () => (await details()).notes === 'Walks without the stick.');
    await page.keyboard.press('Escape');
    await page.keyboard.press('m');
    // The recording writes markers into the same record; neither costs the other.
    await until('the marker is stored', async () => (await details()).markers.length > 0, 40_000);
    expect((await details()).notes).toBe('Walks without the stick.');

    await page.getByTestId('rail-setup').click();
    await page.getByTestId('rail-live').click();
    const timer = page.getByTestId('timer');
    await until('the timer goes on', async () => ((await timer.textContent()) ?? '0:00') !== '0:00');
    await page.keyboard.press('t');
    expect(await timer.getAttribute('data-running')).toBe('false');
    const stood = await timer.textContent();
    await page.getByTestId('timer-reset').click();
    await until('it is at zero', async () => (await timer.textContent()) === '0:00');
    expect(stood).not.toBe('0:00');
  });

  it('follows the order of a session by strides, by time and by key; its review compares the steps, its report prints them', async () => {
    const { page } = bench;
    await bench.goto('#/setup');
    // Baseline of four strides, a block of five seconds, a retest; the rest goes.
    const editor = page.getByTestId('protocol-editor');
    const step = editor.getByTestId('protocol-step');
    for (const _ of [1, 2, 3])
      await step
        .nth(1)
        .getByRole('button', { name: en.protocol.remove.replace('{{n}}', '2') })
        .click();
    await until('three steps are left', async () => (await step.count()) === 3);
    const count = (n: number) => step.nth(n).getByRole('textbox').last();
    await count(0).fill('4');
    await count(1).fill('5');
    await page.getByTestId('protocol-said').getByText(en.protocol.saved).waitFor();
    await page.reload();
    await bench.live.loaded();
    await until('they are kept', async () => (await step.count()) === 3);
    expect(await count(0).inputValue()).toBe('4');
    expect(await count(1).inputValue()).toBe('5');

    await page.getByTestId('rail-live').click();
    await bench.live.startDemo();
    await bench.live.waitForPhase('streaming', 60_000);
    await page.getByTestId('glance-goals').click();
    await page.getByTestId('goal-range').fill('20');
    await page.getByRole('button', { name: en.tools.done }).click();
    const counter = page.getByTestId('stride-counter');
    const strides = async (): Promise<number> => Number(await counter.getAttribute('data-r'));
    await until('it walks', async () => (await strides()) > 1, 120_000);
    await page.getByTestId('protocol-follow').click();
    const bar = page.getByTestId('protocol-bar');
    const at = async (): Promise<number> => Number(await bar.getAttribute('data-at'));
    await until('four strides have passed', async () => (await at()) === 1, 120_000);
    await until('five seconds have passed', async () => (await at()) === 2, 30_000);
    const before = await strides();
    await until('the retest has strides', async () => (await strides()) > before + 4, 120_000);
    await page.keyboard.press('n');
    await page.getByText(en.protocol.done).first().waitFor();
    await page.getByTestId('protocol-end').click();
    await bar.waitFor({ state: 'detached' });
    const marked = async () => (await details()).markers.filter((m) => !m.fromDevice);
    await until('the markers are stored', async () => (await marked()).length >= 4, 40_000);
    expect((await marked()).map(({ label, block }) => [label, block])).toEqual([
      [en.protocol.kinds.baseline, { kind: 'baseline', n: 1 }],
      [en.protocol.kinds.block, { kind: 'block', n: 1 }],
      [en.protocol.kinds.retest, { kind: 'retest', n: 1 }],
      [en.protocol.over.done, undefined],
    ]);

    await bench.live.button(en.connect.disconnect).click();
    await until('the log is closed', async () => (await storedSessions(page))[0]?.state === 'closed', 60_000);
    const [{ id }] = await storedSessions(page);
    await reviewOfTheOrder(id);
    await reportOfTheOrder(id);
    expect(bench.browser.pageErrors).toEqual([]);
  });

  const go = (hash: string): Promise<string> => bench.page.evaluate((to) => (location.hash = to), hash);

  /** The steps beside each other: what each has, the way to its place in the signal, and what changed. */
  const reviewOfTheOrder = async (id: string): Promise<void> => {
    const { page } = bench;
    await go(`#/sessions/${id}`);
    const row = page.getByTestId('review-block');
    await row.first().waitFor({ timeout: 60_000 });
    expect(await row.evaluateAll((all) => all.map((r) => (r as HTMLElement).dataset.kind))).toEqual([
      'baseline',
      'block',
      'retest',
    ]);
    expect(await page.getByTestId('order-broken-off').count()).toBe(0);
    const cell = async (at: number, figure: string): Promise<string> =>
      (await row.nth(at).locator(`[data-figure="${figure}"]`).textContent()) ?? '';
    for (const at of [0, 2]) {
      expect(Number.parseFloat(await cell(at, 'range_r'))).toBeGreaterThan(30);
      expect(Number.parseFloat(await cell(at, 'range_l'))).toBeGreaterThan(30);
      expect(await cell(at, 'strides')).toMatch(/R [1-9].* · L [1-9]/);
    }
    // Five seconds of the page's clock begin and end between ticks of the device's, and whole seconds are shown.
    expect(await cell(1, 'length')).toMatch(/^0:0[456]$/);
    const [from, to] = [await cell(0, 'range_r'), await cell(2, 'range_r')].map(Number.parseFloat);
    const sentence = (await page.locator('[data-change="ranger"]').textContent()) ?? '';
    const told = Number.parseFloat(sentence.replace(/^.*: /, '').replace('−', '-').replace('+', ''));
    expect(Math.abs(told - (to - from))).toBeLessThanOrEqual(0.11);

    const goals = page.getByTestId('review-goal');
    expect(await goals.evaluateAll((all) => all.map((g) => (g as HTMLElement).dataset.kind))).toEqual([
      'range',
      'symmetry',
    ]);
    // Every stride of the walker reaches 20°.
    expect(await goals.first().textContent()).toMatch(/in (\d+) of \1 strides/);

    const plot = page.getByTestId('signal-plot');
    await until('it is drawn', async () => (await plot.getAttribute('data-ready')) === 'true');
    const place = async (): Promise<number> => Number(await plot.getAttribute('data-from'));
    const began = await place();
    await row.nth(2).getByTestId('block-jump').focus();
    await page.keyboard.press('Enter');
    await until('the signal is at the retest', async () => (await place()) > began + 2);

    await page.evaluate(AXE);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await sleep(600); // nothing is judged while it fades in
      const { violations } = await page.evaluate(() =>
        (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      expect(violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`))).toEqual([]);
    }
  };

  const reportOfTheOrder = async (id: string): Promise<void> => {
    const { page } = bench;
    await go(`#/report/${id}`);
    const order = page.getByTestId('report-order');
    await order.waitFor({ timeout: 60_000 });
    // Both knees, cadence, symmetry.
    expect(await order.locator('tbody tr').count()).toBe(4);
    expect(await page.getByTestId('report-goals').locator('p').count()).toBe(2);
    const pages = pagesOfPdf(await page.pdf({ format: 'A4' })).map((text) => text.normalize('NFKC'));
    expect(pages.length).toBeLessThanOrEqual(2);
    for (const words of [en.blocks.fromTo, en.blocks.baseline, en.goals.title])
      expect(pages.join('')).toContain(words.replace(/\s/g, ''));
  };

  it('asks the device to stop, and says what became of it', async () => {
    const { page } = bench;
    await bench.goto('?demo');
    await bench.live.waitForPhase('streaming', 60_000);
    const stop = page.getByTestId('stop-request');
    expect(await stop.getAttribute('data-request')).toBe('none');
    await stop.click();
    await page.getByText(en.status.stopAcknowledged).waitFor();
    expect(await stop.getAttribute('data-request')).toBe('acknowledged');
  });
});
