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

  it('checks the signal in the order of a therapist, and finds the virtual exoskeleton sound', async () => {
    const { live, tap, page } = bench;
    const step = async (name: string): Promise<void> => {
      await until(`the step ${name}`, async () => (await tap.state())!.signalCheck.step === name);
    };
    await live.button(en.live.stand).click();
    await sleep(2500);
    await page.getByTestId('signal-check').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: en.check.start }).click();
    await step('stand');
    await dialog.getByText(en.check.stand.prompt).waitFor();
    await step('bend');
    await tap.send({ type: 'walker', action: 'knee_bend' });
    await step('contract');
    await until('the report', async () => (await tap.state())!.signalCheck.report !== null, 40_000);
    const report = (await tap.state())!.signalCheck.report!;
    console.log('signal check of the virtual exoskeleton:', JSON.stringify(report).slice(0, 1500));
    await page.keyboard.press('Escape');
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
