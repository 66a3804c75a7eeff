import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/app/i18n/en';
import { LogReader } from '../../src/records/log/log-reader';
import { readRecording } from '../devices/recording';
import { DEVICE_BUFFER, RecordingDevice } from '../devices/recording-device';
import { readVirtual } from '../devices/sources';
import { AdaptPage } from '../harness/adapt-page';
import { pagesOfPdf } from '../harness/pdf-text';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { storedSessions } from '../records/stored';
import { NO_VIRTUAL_PORT } from '../serial/can-announce';
import { pictureOnFailure } from './picture';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FORECASTS = 1500;
const WORDS = 'Bends well.\nNext time: ten minutes, less support.';

const READ_CSV = `
import csv, json, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig', newline=''), strict=True))
print(json.dumps({'columns': list(rows[0]), 'rows': [[r['tick'], r['knee_angle_r [deg]'], r['marker']] for r in rows]}))`;
const READ_ZIP = `
import json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps({n: z.read(n).decode('utf-8') for n in z.namelist()}))`;

function python(program: string, path: string): unknown {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr } = spawnSync('python3', ['-c', program, path], options);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** One session over a real port (of the virtual exoskeleton, where there is none), and what comes of it. */
describe('what is handed over of a session', () => {
  let bench: TestBench;
  let dir: string;
  /** What was shown while it was recorded, by tick. */
  let shown: Map<number, number[]>;
  let id: string;

  const openReview = async (): Promise<void> => {
    await bench.page.evaluate((to) => {
      location.hash = to;
    }, `#/sessions/${id}`);
    await bench.page.getByTestId('leg-figures').waitFor({ timeout: 60_000 });
  };
  const exported = async (format: 'csv' | 'mot' | 'bids' | 'mcap'): Promise<string> => {
    const { page } = bench;
    await page.getByTestId('session-export').click();
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByTestId(`export-${format}`).click(),
    ]);
    const path = join(dir, download.suggestedFilename());
    await download.saveAs(path);
    return path;
  };
  const fullSpeed = (): Promise<unknown> => bench.page.getByLabel(en.live.replaySpeed).selectOption('8');
  const replayEnds = (): Promise<boolean> =>
    until('the replay is over', async () => (await bench.tap.state())?.problem?.code === 'ended', 120_000);

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'stridecast-report-'));
    bench = await TestBench.open();
    const { live, tap, page, port } = bench;
    await bench.goto();
    await new AdaptPage(page).addPatient('P-17');
    await page.getByTestId('rail-live').click();
    await tap.keepForecasts();
    if (NO_VIRTUAL_PORT === null) {
      new RecordingDevice(port.wire, readRecording(readVirtual()));
      await port.behave({ lossy: true, buffer: DEVICE_BUFFER });
      await port.plug();
      await live.connect();
    } else {
      console.log(`recorded from the virtual exoskeleton: ${NO_VIRTUAL_PORT}`);
      await live.startDemo();
    }
    await live.waitForPhase('streaming', 60_000);
    await live.waitForForecasts(FORECASTS / 2, 90_000);
    await page.getByTestId('mark').click();
    await live.waitForForecasts(FORECASTS, 90_000);
    await live.button(en.connect.disconnect).click();
    await until(
      'the log is closed',
      async () => (await storedSessions(page)).some((s) => s.state === 'closed'),
      60_000,
    );
    shown = await tap.forecasts();
    [{ id }] = await storedSessions(page);
  }, 240_000);
  afterAll(async () => {
    await bench?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('is the same in every format, read by others', { timeout: 240_000 }, async () => {
    pictureOnFailure(bench);
    await openReview();
    const log = await exported('mcap');
    const reader = await LogReader.open(new Blob([readFileSync(log)]));
    const knee = reader.columns('/joints').indexOf('knee_angle_r');
    const measured: [number, number][] = [];
    for await (const { tick, values } of reader.rows(['/joints'])) measured.push([tick, values[knee]]);
    expect(measured.length).toBeGreaterThan(FORECASTS);

    const csv = await exported('csv');
    expect(csv).toMatch(/stridecast_P-17_\d{8}T\d{6}\.csv$/);
    const table = python(READ_CSV, csv) as { columns: string[]; rows: [string, string, string][] };
    expect(table.rows.map(([tick]) => Number(tick))).toEqual(measured.map(([tick]) => tick));
    table.rows.forEach(([, value], i) => expect(Math.abs(Number(value) - measured[i][1])).toBeLessThan(6e-5));
    expect(table.columns.filter((c) => /^knee_angle_r_forecast_mean_100ms \[deg\]$/.test(c))).toHaveLength(1);
    expect(table.rows.some(([, , marker]) => marker.includes('Mark'))).toBe(true);

    const motion = readFileSync(await exported('mot'), 'utf8').split('\n');
    const head = motion.indexOf('endheader');
    const column = motion[head + 1].split('\t').indexOf('knee_angle_r');
    expect(motion.slice(0, head)).toContain(`nRows=${measured.length}`);
    const values = motion.slice(head + 2, -1).map((line) => Number(line.split('\t')[column]));
    expect(values).toHaveLength(measured.length);
    values.forEach((value, i) => expect(Math.abs(value - measured[i][1])).toBeLessThan(6e-5));

    const files = python(READ_ZIP, await exported('bids')) as Record<string, string>;
    const names = Object.keys(files);
    const signal = names.find((n) => n.endsWith('_motion.tsv'))!;
    expect(signal).toMatch(
      /^sub-P17\/ses-\w+\/motion\/sub-P17_ses-\w+_task-walking_tracksys-\w+_motion\.tsv$/,
    );
    expect(files[signal].trimEnd().split('\n')).toHaveLength(measured.length);
    expect(files[names.find((n) => n.endsWith('_events.tsv'))!]).toContain('Mark');
  });

  it('runs again in Live, from the list and from the file, with the very forecasts', {
    timeout: 400_000,
  }, async () => {
    pictureOnFailure(bench);
    const { page, live, tap } = bench;
    await openReview();
    const log = await exported('mcap');
    const forecasts = async (): Promise<Map<number, number[]>> => {
      await live.waitForPhase('streaming', 60_000);
      await page.locator('[data-testid="replay-faith"][data-same]').waitFor();
      await fullSpeed();
      await replayEnds();
      return tap.forecasts();
    };
    await tap.keepForecasts();
    await page.getByTestId('session-replay').click();
    const again = await forecasts();
    expect(shown.size).toBeGreaterThan(FORECASTS * 0.9);
    const common = [...shown.keys()].filter((tick) => again.has(tick));
    // A busy page is not told of every tick when eight seconds pass in one.
    expect(common.length).toBeGreaterThan(FORECASTS / 4);
    for (const tick of common) expect(again.get(tick), `tick ${tick}`).toEqual(shown.get(tick));
    expect((await tap.state())!.recording.phase).toBe('off');
    expect(await storedSessions(page)).toHaveLength(1);

    await live.button(en.app.close).click();
    await tap.keepForecasts();
    await page.getByTestId('replay-input').setInputFiles(log);
    const dropped = await forecasts();
    const both = [...shown.keys()].filter((tick) => dropped.has(tick));
    expect(both.length).toBeGreaterThan(FORECASTS / 4);
    for (const tick of both) expect(dropped.get(tick), `tick ${tick}`).toEqual(shown.get(tick));
    await live.button(en.app.close).click();

    // A file that only begins like a log is said to be none.
    const broken = join(dir, 'broken.mcap');
    writeFileSync(broken, readFileSync(log).subarray(0, 5000));
    await page.getByTestId('replay-input').setInputFiles(broken);
    await live.waitForProblem(en.problem.bad_file.title);
    await live.button(en.app.close).click();
  });

  it('is a report of two pages at most, with the therapist’s own words', { timeout: 240_000 }, async () => {
    pictureOnFailure(bench);
    const { page } = bench;
    await openReview();
    await page.getByTestId('session-report').click();
    await page.getByTestId('report-sheet').waitFor({ timeout: 60_000 });
    await page.getByTestId('report-conclusion').fill(WORDS);
    await page.getByTestId('conclusion-state').getByText(en.report.saved).waitFor();
    await page.reload();
    await page.getByTestId('report-sheet').waitFor({ timeout: 60_000 });
    expect(await page.getByTestId('report-conclusion').inputValue()).toBe(WORDS);
    expect(await page.title()).toContain('P-17');

    for (const format of ['A4', 'Letter'] as const) {
      const pages = pagesOfPdf(await page.pdf({ format })).map((text) => text.normalize('NFKC'));
      const all = pages.join('');
      expect(pages.length).toBeGreaterThan(0);
      expect(pages.length).toBeLessThanOrEqual(2);
      for (const words of [en.report.title, 'P-17', en.app.researchOnly, ...WORDS.split('\n')])
        expect(all).toContain(words.replace(/\s/g, ''));
      for (const part of ['figures', 'strides', 'forecast', 'conclusion'] as const)
        expect(all).toContain(en.report[part].replace(/\s/g, ''));
      // Nothing of the screen around it.
      for (const around of [en.report.print, en.report.back, en.screens.patients])
        expect(all).not.toContain(around.replace(/\s/g, ''));
    }

    await page.evaluate(AXE);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await sleep(600); // nothing is judged while it fades in
      const found = await page.evaluate(() =>
        (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      expect(found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)}`))).toEqual(
        [],
      );
    }
    expect(bench.browser.pageErrors).toEqual([]);
  });
});
