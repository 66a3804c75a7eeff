import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { TestBench } from '../harness/test-bench';
import type { TestBenchOptions } from '../harness/test-bench';
import { pictureOnFailure } from './picture';

/** No way to a device: said plainly, and the app is of use all the same. */
describe('without a port', () => {
  let bench: TestBench;
  const open = async (options: TestBenchOptions = {}): Promise<void> => {
    bench = await TestBench.open(options);
    pictureOnFailure(bench);
    await bench.goto();
  };
  afterEach(() => bench.close());

  const demoWorks = async (): Promise<void> => {
    await bench.live.startDemo();
    await bench.live.waitForPhase('streaming');
    await bench.live.waitForForecasts(20);
    await bench.page.getByTestId('disconnect').click();
  };
  const replayWorks = async (): Promise<void> => {
    await bench.live.button(en.connect.replayShipped).click();
    await bench.live.waitForPhase('streaming');
    await bench.live.waitForForecasts(20);
  };

  it('says that no port was chosen', async () => {
    await open();
    await bench.live.connectAndCancel();
    await bench.live.waitForProblem(en.problem.no_port_chosen.title);
    await demoWorks();
  });

  it('says that access is refused', async () => {
    await open({ headers: { 'permissions-policy': 'serial=()' } });
    await bench.live.button(en.connect.connect).click();
    await bench.live.waitForProblem(en.problem.permission_denied.title);
    await demoWorks();
    await replayWorks();
  });

  it('says that this browser has no Web Serial; demo and replay work', async () => {
    await open({ args: ['--disable-blink-features=Serial'] });
    expect(await bench.page.evaluate(() => 'serial' in navigator)).toBe(false);
    await bench.page.getByText(en.connect.noSerial).waitFor();
    const connect = bench.live.button(en.connect.connect);
    expect((await connect.isVisible()) && (await connect.isEnabled())).toBe(false);
    await demoWorks();
    await replayWorks();
  });
});
