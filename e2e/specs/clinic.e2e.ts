import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { readRecording } from '../devices/recording';
import { DEVICE_BUFFER, RecordingDevice } from '../devices/recording-device';
import { readVirtual, walkOf3A, wireOfUci } from '../devices/sources';
import { AdaptPage } from '../harness/adapt-page';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { NO_VIRTUAL_PORT } from '../serial/can-announce';
import { pictureOnFailure } from './picture';

const STRIDES = 5;
const CONCLUSION = 'Bends the knee further than a week ago; goes on with the feedback.';

/** Two visits of one patient, as a clinic has them: from the empty dashboard to the printed page, and back a week later. */
describe.skipIf(NO_VIRTUAL_PORT !== null)('two visits', () => {
  let bench: TestBench;
  afterEach(() => bench?.close());

  const walk3A = walkOf3A();
  if (walk3A === null)
    console.log('skipped: visits of UCI 3A; its recordings are not here (STRIDECAST_DATA)');
  const walks: [string, () => Uint8Array][] = [['the virtual recording', readVirtual]];
  if (walk3A !== null) walks.unshift(['UCI 3A', () => wireOfUci(walk3A)]);

  it.each(walks)(
    '%s: first visit to report, second with what was kept',
    { timeout: 300_000 },
    async (name, wire) => {
      bench = await TestBench.open();
      pictureOnFailure(bench);
      const { live, port, page } = bench;
      const adapt = new AdaptPage(page);
      const device = new RecordingDevice(port.wire, readRecording(wire()));
      await port.behave({ lossy: true, buffer: DEVICE_BUFFER });
      const began = performance.now();

      // First visit: a patient, a walk, a mark, a model.
      await bench.goto();
      await adapt.addPatient('P-01');
      await page.getByTestId('rail-live').click();
      await port.plug();
      await live.connect();
      await live.waitForPhase('streaming', 40_000);
      await live.waitForForecasts(300);
      await page.keyboard.press('m');
      await adapt.open();
      await adapt.waitForStrides(STRIDES);
      await adapt.start.click();
      await adapt.waitForPhase('compare', 120_000);
      const accepted = (await adapt.decision()) === 'accept';
      await page.getByTestId(accepted ? 'accept' : 'keep-base').click();
      await adapt.waitForInUse(accepted ? 'network' : 'base');
      await page.getByTestId('rail-live').click();
      await endSession();
      await port.unplug();

      // Its review, and the page that is handed over.
      await openLatest(1);
      await page.getByTestId('overlays').waitFor({ timeout: 60_000 });
      expect(await page.getByTestId('leg-figures').count()).toBeGreaterThan(0);
      expect(await page.getByTestId('marker-jump').count()).toBeGreaterThan(0);
      await page.getByTestId('session-report').click();
      await page.getByTestId('report-sheet').waitFor({ timeout: 60_000 });
      await page.getByTestId('report-conclusion').fill(CONCLUSION);
      await page.getByTestId('report-conclusion').blur();
      await until(
        'the conclusion is kept',
        async () => ((await page.getByTestId('conclusion-state').textContent()) ?? '').length > 0,
      );
      const sheet = (await page.getByTestId('report-sheet').textContent()) ?? '';
      expect(sheet).toContain('P-01');
      const pdf = await page.pdf({ preferCSSPageSize: true });
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      console.log(
        `${name}: first visit to printed report in ${((performance.now() - began) / 1000).toFixed(0)} s, ${pages} pages`,
      );
      expect(pages).toBeGreaterThanOrEqual(1);
      expect(pages).toBeLessThanOrEqual(2);

      // Second visit: the page is opened anew; the patient is still chosen and the model comes back.
      await bench.goto();
      await port.plug();
      await page.getByTestId('rail-live').click();
      if ((await live.phase()) !== 'streaming') await live.connect().catch(() => undefined);
      await live.waitForPhase('streaming', 40_000);
      await adapt.open();
      await adapt.waitForInUse(accepted ? 'network' : 'base');
      await adapt.waitForStrides(STRIDES);
      await page.getByTestId('rail-live').click();
      await endSession();

      // What was concluded is still there, and the way from one visit to the other is drawn.
      await openLatest(2);
      await page.getByTestId('review').waitFor();
      await page.getByTestId('rail-sessions').click();
      await page.getByTestId('sessions-filter').selectOption({ label: 'P-01' });
      await page.getByRole('link', { name: en.sessions.progressOf.replace('{{code}}', 'P-01') }).click();
      await page.locator('[data-testid="progress"][data-left="0"]').waitFor({ timeout: 60_000 });
      expect(await page.getByTestId('progress-chart').count()).toBeGreaterThan(2);
      expect(await page.getByTestId('progress-table').locator('tbody tr').count()).toBe(2);

      await page.getByTestId('rail-sessions').click();
      await page.getByTestId('session-row').nth(1).waitFor();
      for (const box of await page.getByTestId('session-row').locator('input[type=checkbox]').all())
        await box.check();
      await page.getByTestId('sessions-compare').click();
      await page.getByTestId('differences').waitFor({ timeout: 60_000 });
      expect(await page.getByTestId('differences').locator('tbody tr').count()).toBeGreaterThan(3);
      expect(bench.browser.pageErrors).toEqual([]);
      device.dispose();

      /** Ends the stream, and waits until its log is closed. */
      async function endSession(): Promise<void> {
        await page.getByTestId('disconnect').click();
        await live.waitForPhase('idle');
      }

      /** Opens the newest of so many sessions, none of them still being written. */
      async function openLatest(count: number): Promise<void> {
        await page.getByTestId('rail-sessions').click();
        const rows = page.getByTestId('session-row');
        await until(`${count} ended sessions`, async () => {
          const states = await rows.evaluateAll((all) =>
            all.map((row) => (row as HTMLElement).dataset.state),
          );
          return states.length === count && !states.includes('recording');
        });
        await rows.first().locator('th a').click();
      }
    },
  );
});
