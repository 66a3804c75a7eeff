import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { VIRTUAL_RECORDING } from '../devices/sources';
import { TestBench } from '../harness/test-bench';
import type { TestBenchOptions } from '../harness/test-bench';
import { until } from '../harness/until';
import { pictureOnFailure } from './picture';

/** What a visitor has without any device. `TestBench.close` throws when a request had left the origin. */
describe('demo and replay', () => {
  let bench: TestBench;
  afterEach(() => bench.close());

  const open = async (options: TestBenchOptions, path = ''): Promise<void> => {
    bench = await TestBench.open(options);
    pictureOnFailure(bench);
    await bench.goto(path);
  };

  it('starts the demo from its address, under a sub-path of a plain static host', async () => {
    await open({ models: 'shipped', base: '/clinic/one' }, '?demo');
    const { live, tap, page, browser } = bench;
    await live.waitForPhase('streaming');
    await live.waitForForecasts(300);
    const link = await live.link();
    expect(link).toMatchObject({ lost: 0, framesBad: 0, gaps: 0 });
    expect((await tap.state())!.source).toMatchObject({ kind: 'virtual' });
    // The walker stands at first; scores mean something once it walks.
    await until(
      'strides are counted',
      async () => Number(await page.getByTestId('strides').textContent()) >= 2,
      30_000,
    );
    expect((await live.shownScores()).filter((s) => s.kind === 'network').every((s) => s.n > 0)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.dataset.phase)).toBe('streaming');
    expect(browser.pageErrors).toEqual([]);
  });

  it('replays the shipped recording: pause, go on, faster, from the start', async () => {
    await open({ models: 'shipped' });
    const { live, tap } = bench;
    await live.button(en.connect.replayShipped).click();
    await live.waitForPhase('streaming');
    await live.waitForForecasts(50);
    await live.button(en.live.replayPause).click();
    await until('it is paused', async () => (await tap.state())!.replay!.paused);
    await sleep(300);
    const { ticks } = await live.model();
    await sleep(600);
    expect((await live.model()).ticks).toBe(ticks);
    await bench.page.getByLabel(en.live.replaySpeed).selectOption('8');
    await live.button(en.live.replayResume).click();
    await until(
      'eight seconds of walking in little more than one',
      async () => (await live.model()).ticks > ticks + 800,
      4000,
    );
    await live.button(en.live.replayRestart).click();
    await until('it is at the start', async () => (await tap.state())!.replay!.positionS < 3);
  });

  it('replays a file of the user to its end, keeps the scores, and takes its own captures', async () => {
    await open({});
    const { live, page, tap } = bench;
    const [dialog] = await Promise.all([
      page.waitForEvent('filechooser'),
      live.button(en.connect.replayOwn).click(),
    ]);
    await dialog.setFiles(VIRTUAL_RECORDING);
    await live.waitForPhase('streaming');
    await page.getByLabel(en.live.replaySpeed).selectOption('8');
    await live.waitForForecasts(300);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      live.button(en.live.capture).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.stridelink$/);
    await live.waitForProblem(en.problem.ended.title, 30_000);
    const before = await live.shownScores();
    expect(before.length).toBeGreaterThan(0);

    const dir = mkdtempSync(join(tmpdir(), 'stridecast-capture-'));
    const file = join(dir, 'capture.stridelink');
    await download.saveAs(file);
    await page.getByTestId('disconnect').click();
    const [again] = await Promise.all([
      page.waitForEvent('filechooser'),
      live.button(en.connect.replayOwn).click(),
    ]);
    await again.setFiles(file);
    await live.waitForPhase('streaming');
    await live.waitForForecasts(50);
    expect((await tap.state())!.link.counters.framesBad).toBe(0);
    rmSync(dir, { recursive: true });
  });

  it('says of a file that is no recording that it is none', async () => {
    await open({});
    const dir = mkdtempSync(join(tmpdir(), 'stridecast-file-'));
    const file = join(dir, 'letter.txt');
    writeFileSync(file, 'Dear colleague,\nhere is no recording.\n'.repeat(300));
    const [dialog] = await Promise.all([
      bench.page.waitForEvent('filechooser'),
      bench.live.button(en.connect.replayOwn).click(),
    ]);
    await dialog.setFiles(file);
    await bench.live.waitForProblem(en.problem.bad_file.title);
    rmSync(dir, { recursive: true });
    await bench.live.startDemo();
    await bench.live.waitForPhase('streaming');
  });
});
