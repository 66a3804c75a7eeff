import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { pictureOnFailure } from './picture';

/** What a therapist does before and during walking, on the virtual exoskeleton. */
describe('at work', () => {
  let bench: TestBench;
  beforeAll(async () => {
    bench = await TestBench.open({ models: 'shipped' });
  });
  afterAll(() => bench?.close());
  beforeEach(async () => {
    pictureOnFailure(bench);
    await bench.gotoAnew('?demo');
    await bench.live.waitForPhase('streaming');
  });

  it('sets the zero in standing, and takes it back', async () => {
    const { live, tap, page } = bench;
    await live.button(en.live.stand).click();
    await sleep(4000);
    const before = (await tap.state())!.calibration;
    await live.button(en.live.zero).click();
    await page.getByTestId('undo-calibration').waitFor();
    const zeroed = (await tap.state())!.calibration;
    expect(zeroed).not.toEqual(before);
    await page.getByTestId('undo-calibration').click();
    await page.getByTestId('undo-calibration').waitFor({ state: 'detached' });
    expect((await tap.state())!.calibration).toEqual(before);
  });

  it('forecasts the other leg first when the affected side is switched', async () => {
    const { live, tap, page } = bench;
    await live.waitForForecasts(20);
    expect((await tap.state())!.lanes[0].side).toBe('r');
    await page.getByTestId('affected-side').getByText(en.app.left).click();
    await until('the left leg is first', async () => (await tap.state())!.lanes[0]?.side === 'l');
    await until('and is forecast', async () =>
      (await tap.scores())!.rows.some((r) => r.joint === 'knee_angle_l'),
    );
    await page
      .getByRole('heading', { name: /Knee L|Knee left/i })
      .first()
      .waitFor();
    await page.getByTestId('affected-side').getByText(en.app.right).click();
    await until('the right leg is first again', async () => (await tap.state())!.lanes[0]?.side === 'r');
  });

  it('finds a knee that runs the wrong way, mends it, and then finds the signal sound', {
    timeout: 120_000,
  }, async () => {
    const { live, tap, page } = bench;
    await page.getByTestId('rail-setup').click();
    const row = page.getByTestId('mapping-row').and(page.locator('[data-channel="knee_angle_r"]'));
    await row.getByRole('switch').click();
    await until('the sign is turned', async () => (await row.getAttribute('data-sign')) === '-1');
    await page.getByTestId('rail-live').click();
    await page.getByTestId('signal-check').click();
    const dialog = page.getByTestId('signal-check-dialog');
    const findings = page.getByTestId('check-finding');
    const check = async (): Promise<{ channel: string; code: string; severity: string }[]> => {
      await tap.send({ type: 'walker', action: 'stand' });
      await sleep(4000); // it comes to a stand
      await page.getByTestId('check-start').click();
      await dialog.getByText(en.check.stand.prompt).waitFor();
      await sleep(4000);
      await page.getByTestId('check-next').click();
      await until('it asks to bend', async () => (await dialog.getAttribute('data-step')) === 'bend');
      await tap.send({ type: 'walker', action: 'knee_bend' });
      await sleep(9000);
      await page.getByTestId('check-next').click();
      await until('it asks to tense', async () => (await dialog.getAttribute('data-step')) === 'contract');
      // The virtual exoskeleton cannot tense at will: the step is skipped, and that is said.
      await page.getByTestId('check-next').click();
      await page.getByTestId('check-report').waitFor();
      return findings.evaluateAll((rows) =>
        rows.map((r) => {
          const { channel = '', code = '', severity = '' } = (r as HTMLElement).dataset;
          return { channel, code, severity };
        }),
      );
    };
    const before = await check();
    expect(before).toContainEqual({ channel: 'knee_angle_r', code: 'wrong_sign', severity: 'fix' });
    await live.button(en.check.flipNow).click();
    await until('the sign is right', async () =>
      (await tap.state())!.calibration!.channels.some((c) => c.name === 'knee_angle_r' && c.sign === 1),
    );
    const after = await check();
    expect(after.filter((finding) => finding.severity === 'fix')).toEqual([]);
    await page.getByTestId('check-close').click();
    await dialog.waitFor({ state: 'detached' });
    expect(await live.phase()).toBe('streaming');
  });

  it('marks, pauses the picture only, and asks the device to stop', async () => {
    const { live, tap, page } = bench;
    await live.waitForForecasts(20);
    await page.keyboard.press('m');
    await until('the mark is set', async () => (await tap.state())!.markers.some((m) => !m.fromDevice));
    await live.button(en.live.pause).click();
    const { forecasts } = await live.model();
    await live.waitForForecasts(forecasts + 50);
    await live.button(en.live.resume).click();
    await live.button(en.status.stop).click();
    await until('the stop is acknowledged', async () => (await tap.state())!.stopRequest === 'acknowledged');
    await live.button(en.status.stopAcknowledged).waitFor();
  });
});
