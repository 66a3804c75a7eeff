import { afterEach, describe, expect, it } from 'vitest';
import { readRecording } from '../devices/recording';
import { DEVICE_BUFFER, RecordingDevice } from '../devices/recording-device';
import { readVirtual } from '../devices/sources';
import { AdaptPage } from '../harness/adapt-page';
import { Keyboard } from '../harness/keyboard';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { NO_VIRTUAL_PORT } from '../serial/can-announce';
import { pictureOnFailure } from './picture';

/** Without a mouse. */
describe('by keyboard alone', () => {
  let bench: TestBench;
  afterEach(() => bench?.close());

  it.skipIf(NO_VIRTUAL_PORT !== null)(
    'connect, adapt, decide, mark, stop; the session is kept and opens',
    { timeout: 300_000 },
    async () => {
      bench = await TestBench.open();
      pictureOnFailure(bench);
      const { page, live, port, tap } = bench;
      const adapt = new AdaptPage(page);
      const keyboard = new Keyboard(page);
      const device = new RecordingDevice(port.wire, readRecording(readVirtual()));
      await port.behave({ lossy: true, buffer: DEVICE_BUFFER });
      await bench.goto();
      await port.plug();
      await keyboard.tabTo('connect');
      await page.keyboard.press('Enter');
      await live.chooseDevice();
      await live.waitForPhase('streaming', 60_000);

      await keyboard.press('rail-adapt');
      await adapt.waitForStrides(5, 90_000);
      await keyboard.press('adapt-start');
      await adapt.waitForPhase('compare', 120_000);
      const better = (await adapt.decision()) === 'accept';
      await keyboard.press(better ? 'accept' : 'keep-base');
      await adapt.waitForInUse(better ? 'network' : 'base', 60_000);

      expect(await page.getByTestId('status-recording').getAttribute('data-phase')).toBe('recording');
      await keyboard.press('rail-live');
      await page.getByTestId('workspace').waitFor();
      await page.keyboard.press('m');
      await until('the mark', async () => (await tap.state())!.markers.some((m) => !m.fromDevice), 30_000);
      await keyboard.press('disconnect');
      await live.waitForPhase('idle', 30_000);
      await keyboard.press('rail-sessions');
      await page.getByTestId('session-row').waitFor();
      await keyboard.tabTo('session-row', { matches: 'a' });
      await page.keyboard.press('Enter');
      await until('the session is open', () => /#\/sessions\/.+/.test(page.url()));
      device.dispose();
      expect(keyboard.complaints).toEqual([]);
    },
  );

  it('a live plot is read place by place, held still meanwhile, and as a table', {
    timeout: 120_000,
  }, async () => {
    bench = await TestBench.open({ models: 'shipped' });
    pictureOnFailure(bench);
    const { page, live } = bench;
    const keyboard = new Keyboard(page);
    await bench.goto();
    await keyboard.press('demo');
    await live.waitForPhase('streaming', 60_000);
    await live.waitForForecasts(300, 60_000);
    const strip = page.getByTestId('strip-main');
    const plot = strip.getByRole('slider');
    await keyboard.tabTo('strip-main', { matches: '[role=slider]' });

    const read = (): Promise<string | null> => plot.getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowLeft');
    const here = await read();
    expect(here).toMatch(/^−0\.01 s: .*\d+\.\d/);
    expect(await page.getByTestId('pause').getAttribute('data-variant')).toBe('filled');
    await page.keyboard.press('Shift+ArrowLeft');
    expect(await read()).toMatch(/^−0\.11 s: /);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowLeft');
    // Held still: the same place still says the same.
    expect(await read()).toBe(here);
    await page.keyboard.press('End');
    expect(await read()).toMatch(/^0\.5\d? s: /);
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('pause').getAttribute('data-variant')).toBe('default');

    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await dialog.getByRole('row').count()).toBeGreaterThan(20);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(keyboard.complaints).toEqual([]);
  });

  it('takes the tour, which is then not offered again', { timeout: 120_000 }, async () => {
    bench = await TestBench.open({ models: 'shipped' });
    pictureOnFailure(bench);
    const { page } = bench;
    const keyboard = new Keyboard(page);
    await bench.goto();
    await keyboard.press('tour-start');
    const bar = page.getByTestId('tour');
    const seen: string[] = [];
    while ((await bar.count()) > 0) {
      seen.push((await bar.getAttribute('data-step'))!);
      await page.locator('[data-tour-here]').waitFor();
      // It stops nothing: the screens below can be worked, and the page scrolls no further than before.
      expect(await page.getByRole('dialog').count()).toBe(0);
      await keyboard.press('tour-next');
    }
    expect(seen).toEqual(['connect', 'forecast', 'scores', 'stop', 'adapt', 'sessions', 'evidence']);
    expect(await page.locator('[data-tour-here]').count()).toBe(0);
    await bench.goto();
    await page.getByTestId('connect-panel').waitFor();
    expect(await page.getByTestId('tour-invitation').count()).toBe(0);
    await keyboard.press('rail-setup');
    await keyboard.press('tour-again');
    await bar.waitFor();
    await page.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });
    expect(keyboard.complaints).toEqual([]);
  });

  it('letters do nothing once they are switched off', { timeout: 120_000 }, async () => {
    bench = await TestBench.open({ models: 'shipped' });
    pictureOnFailure(bench);
    const { page, live, tap } = bench;
    await bench.goto('?demo');
    await live.waitForPhase('streaming', 60_000);
    await live.waitForForecasts(20);
    const marks = async (): Promise<number> =>
      (await tap.state())!.markers.filter((m) => !m.fromDevice).length;
    await page.keyboard.press('m');
    await until('the mark of the key', async () => (await marks()) === 1, 30_000);
    await page.getByTestId('rail-setup').click();
    await page.getByTestId('letter-keys').click();
    await page.getByTestId('rail-live').click();
    await page.getByTestId('mark').waitFor();
    await page.keyboard.press('m');
    await page.getByTestId('mark').click();
    await until('the mark of the button', async () => (await marks()) >= 2, 30_000);
    await live.waitForForecasts((await live.model()).forecasts + 100);
    expect(await marks()).toBe(2);
  });
});
