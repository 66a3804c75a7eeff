import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { readClinic } from '../harness/clinic-store';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { pictureOnFailure } from './picture';

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

  it('follows the order of a session: by strides, by time and by key, a marker at each step', async () => {
    const { page } = bench;
    await bench.goto('#/setup');
    // Baseline of two strides, a block of five seconds, a retest; the rest goes.
    const editor = page.getByTestId('protocol-editor');
    const step = editor.getByTestId('protocol-step');
    for (const _ of [1, 2, 3])
      await step
        .nth(1)
        .getByRole('button', { name: en.protocol.remove.replace('{{n}}', '2') })
        .click();
    await until('three steps are left', async () => (await step.count()) === 3);
    const count = (n: number) => step.nth(n).getByRole('textbox').last();
    await count(0).fill('2');
    await count(1).fill('5');
    await page.getByTestId('protocol-said').getByText(en.protocol.saved).waitFor();
    await page.reload();
    await bench.live.loaded();
    await until('they are kept', async () => (await step.count()) === 3);
    expect(await count(0).inputValue()).toBe('2');
    expect(await count(1).inputValue()).toBe('5');

    await page.getByTestId('rail-live').click();
    await bench.live.startDemo();
    await bench.live.waitForPhase('streaming', 60_000);
    await page.getByTestId('protocol-follow').click();
    const bar = page.getByTestId('protocol-bar');
    const at = async (): Promise<number> => Number(await bar.getAttribute('data-at'));
    await until('two strides have passed', async () => (await at()) === 1, 120_000);
    await until('five seconds have passed', async () => (await at()) === 2, 30_000);
    await page.keyboard.press('n');
    await page.getByText(en.protocol.done).first().waitFor();
    await page.getByTestId('protocol-end').click();
    await bar.waitFor({ state: 'detached' });
    const marked = async () => (await details()).markers.filter((m) => !m.fromDevice);
    await until('the markers are stored', async () => (await marked()).length >= 3, 40_000);
    expect((await marked()).map(({ label, block }) => [label, block])).toEqual([
      [en.protocol.kinds.baseline, { kind: 'baseline', n: 1 }],
      [en.protocol.kinds.block, { kind: 'block', n: 1 }],
      [en.protocol.kinds.retest, { kind: 'retest', n: 1 }],
    ]);
  });

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
