import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { readRecording } from '../devices/recording';
import { DEVICE_BUFFER, RecordingDevice } from '../devices/recording-device';
import { readVirtual } from '../devices/sources';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { LivePage } from '../harness/live-page';
import { NO_VIRTUAL_PORT } from '../serial/can-announce';
import { pictureOnFailure } from './picture';

/** A real port that fails in mid-stream: what is lost is counted, the rest goes on by itself. */
describe.skipIf(NO_VIRTUAL_PORT !== null)('faults of the link', () => {
  const recording = readRecording(readVirtual());
  let bench: TestBench;
  let device: RecordingDevice;

  beforeAll(async () => {
    bench = await TestBench.open();
  });
  afterAll(() => bench?.close());
  beforeEach(async () => {
    pictureOnFailure(bench);
    device = new RecordingDevice(bench.port.wire, recording);
    await bench.gotoAnew();
    await bench.port.plug();
    await bench.live.connect();
    await bench.live.waitForPhase('streaming');
    await bench.live.waitForForecasts(20);
  });
  afterEach(async () => {
    await bench.port.unplug().catch(() => undefined);
    device.dispose();
  });

  it('streams again by itself after the cable was pulled and put back, and counts what is missing', async () => {
    const { live, port } = bench;
    const before = await live.link();
    expect(before.lost).toBe(0);
    await port.unplug();
    await live.waitForPhase('lost');
    await sleep(700);
    const replugged = performance.now();
    await port.plug();
    await live.waitForPhase('streaming');
    const backMs = performance.now() - replugged;
    console.log(`streaming again after ${backMs.toFixed(0)} ms`);

    // The device went on counting: what it said while the cable was out is missing, exactly and to the sample.
    await until('the gap is counted', async () => (await live.link()).gaps > 0);
    const { lost } = await live.link();
    const perSecond = recording.device.streams.reduce((n, s) => n + s.rate, 0);
    expect(lost).toBeGreaterThan(0.7 * perSecond);
    expect(lost).toBeLessThan(4 * perSecond);
    const { forecasts } = await live.model();
    await live.waitForForecasts(forecasts + 50);
  });

  it('streams again by itself after the page was loaded again', async () => {
    const { live, port, page } = bench;
    const closed = port.next('closed');
    const began = performance.now();
    await page.reload();
    await closed;
    await live.loaded();
    await live.waitForPhase('streaming');
    console.log(`streaming again ${(performance.now() - began).toFixed(0)} ms after the reload began`);
    await live.waitForForecasts(20);
    expect((await live.link()).framesBad).toBe(0);
  });

  it.runIf(process.getuid?.() === 0)(
    'says in a second tab that the port is in use, and leaves the first alone',
    async () => {
      const { browser, server, live } = bench;
      const page = await browser.page(true);
      const second = new LivePage(page, browser.chooser);
      await page.goto(server.url);
      await second.loaded();
      // The second tab may try by itself, since the port is known to it.
      const shown = page.getByRole('heading', { name: en.problem.port_in_use.title });
      if (!(await shown.isVisible().catch(() => false))) {
        const connect = second.button(en.connect.connect);
        if (await connect.isVisible()) await second.connect();
      }
      await second.waitForProblem(en.problem.port_in_use.title);
      await page.close();
      await bench.page.bringToFront();
      expect(await live.phase()).toBe('streaming');
      const { forecasts } = await live.model();
      await live.waitForForecasts(forecasts + 50);
      expect((await live.link()).lost).toBe(0);
    },
  );

  it('goes on after a break on the line', async () => {
    const { live, port, tap } = bench;
    await port.lineError('break');
    await until('the break is counted', async () => (await tap.state())!.link.lineErrors > 0);
    const { forecasts } = await live.model();
    await live.waitForForecasts(forecasts + 50);
    expect(await live.phase()).toBe('streaming');
  });

  it('loses nothing while the page or the engine is busy for two seconds', async () => {
    const { live, page, port, tap } = bench;
    await port.behave({ lossy: true, buffer: DEVICE_BUFFER });
    await page.evaluate(() => {
      const end = performance.now() + 2000;
      while (performance.now() < end);
    });
    const { forecasts } = await live.model();
    await tap.send({ type: 'fault', fault: 'stall', ms: 2000 });
    await sleep(2500);
    await live.waitForForecasts(forecasts + 100);
    expect((await port.stats()).dropped).toBe(0);
    expect(await live.link()).toMatchObject({ lost: 0, framesBad: 0, gaps: 0 });
    await port.behave({ lossy: false });
  });

  it('counts what 5 % of wrong bytes destroy, shows none of it, and recovers', async () => {
    const { live, tap } = bench;
    const good = await live.link();
    expect(good.framesBad).toBe(0);
    device.corruptShare = 0.05;
    await sleep(4000);
    const bad = await live.link();
    console.log(`5 % corrupted for 4 s: ${bad.framesBad} frames refused, ${bad.lost} samples lost`);
    expect(bad.framesBad).toBeGreaterThan(100);
    expect(bad.lost).toBeGreaterThan(1000);
    const state = (await tap.state())!;
    expect(state.noForecast).toBe('gap');
    await bench.page.getByText(en.noForecast.gap).waitFor();

    device.corruptShare = 0;
    const { forecasts } = await live.model();
    await live.waitForForecasts(forecasts + 50);
    expect(await live.phase()).toBe('streaming');
  });
});
