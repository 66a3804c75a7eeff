import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BrowserSession } from '../e2e/harness/browser';
import { type EngineTap, tapEngine } from '../e2e/harness/engine-tap';
import { until } from '../e2e/harness/until';
import { note } from '../lab/figures';
import { serveStatic } from '../scripts/static-server';
import type { EngineState } from '../src/engine/protocol';
import { buildInto } from './build';
import { type TaskTimes, workerTasks } from './thread-time';

export interface AppResult {
  /** Opening of the page to the first forecast made, s: second visit, demo, of which the window takes `windowS`. */
  readonly firstForecastS: number;
  readonly windowS: number;
  /** Arrival of the bytes that complete a tick to its forecast published, both legs, ms. */
  readonly arrivalToForecastMs: { readonly p50: number; readonly p99: number };
  /**
   * One tick's forecasts alone: both legs, network and baselines, in the worker while it acquires and Live draws. The
   * median of `windows`, each the p99 of 10 s: one window of 1000 ticks is its ten worst, and those are chance.
   */
  readonly forecastMs: { readonly p50: number; readonly p99: number; readonly windows: readonly number[] };
  /** The same while the page draws next to nothing (Setup). */
  readonly pageStillMs: { readonly p99: number; readonly windows: readonly number[] };
  /** The engine's tasks while Live draws: a forecast and all else of its tick. */
  readonly engineTasks: TaskTimes;
  readonly executor: string | null;
  readonly forecastsMissed: number;
  readonly initialJsKb: number;
}

/** Visits whose median is told. */
const VISITS = 5;
/** The engine's percentiles are over the last 10 s of ticks. */
const WINDOW_SECONDS = 10.2;
const WINDOWS = 3;
const SETTLE_SECONDS = 3;

/** Builds the app and measures it as it ships: in a real browser, streaming the virtual exoskeleton. */
export async function measureApp(): Promise<AppResult> {
  const dist = mkdtempSync(join(tmpdir(), 'stridecast-app-'));
  try {
    note('building the app');
    buildInto(dist);
    const initialJsKb = initialKb(dist);
    const server = await serveStatic({ root: dist });
    const browser = await BrowserSession.launch({ origin: server.origin });
    try {
      const page = await browser.page();
      const tap = await tapEngine(page);
      const visits: number[] = [];
      for (let visit = 0; visit <= VISITS; visit++) {
        note(visit === 0 ? 'first visit' : `visit ${visit} of ${VISITS} on a warm cache`);
        await page.goto('about:blank');
        await page.goto(`${server.url}?demo#/live`);
        const first = async () => (await tap.measured()).bundles.find((b) => b.forecastTicks.length > 0);
        await until('a forecast', async () => (await first()) !== undefined, 60_000, 100);
        const opened = await page.evaluate(() => performance.timeOrigin);
        const seconds = ((await first())!.newestForecastMs - opened) / 1000;
        if (visit > 0) visits.push(seconds);
      }
      note(`streaming, ${WINDOWS} windows of ${WINDOW_SECONDS} s on Live, as many on Setup`);
      await sleep(SETTLE_SECONDS * 1000);
      const live = await windowsOf(tap);
      const engineTasks = await workerTasks(page, () => sleep(WINDOW_SECONDS * 1000));
      const state = (await tap.state())!;
      await page.getByTestId('rail-setup').click();
      await sleep(SETTLE_SECONDS * 1000);
      const still = await windowsOf(tap);
      return {
        firstForecastS: median(visits),
        windowS: state.model.windowTicks / state.modelRate,
        arrivalToForecastMs: {
          p50: median(live.map((w) => w.forecastP50!)),
          p99: median(live.map((w) => w.forecastP99!)),
        },
        forecastMs: { p50: median(live.map((w) => w.runP50!)), ...p99Of(live) },
        pageStillMs: p99Of(still),
        engineTasks,
        executor: state.model.executor,
        forecastsMissed: state.missed,
        initialJsKb,
      };
    } finally {
      for (const error of browser.pageErrors) note(error);
      await browser.close();
      await server.close();
    }
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}

type Latency = EngineState['latency'];

async function windowsOf(tap: EngineTap): Promise<Latency[]> {
  const windows: Latency[] = [];
  for (let i = 0; i < WINDOWS; i++) {
    await sleep(WINDOW_SECONDS * 1000);
    windows.push((await tap.state())!.latency);
  }
  return windows;
}

function p99Of(latencies: readonly Latency[]): { p99: number; windows: number[] } {
  const windows = latencies.map((w) => w.runP99!);
  return { p99: median(windows), windows };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

/** As the gate reckons it. */
function initialKb(dist: string): number {
  const { stdout, stderr } = spawnSync('node_modules/.bin/tsx', ['scripts/size.ts'], {
    encoding: 'utf8',
    env: { ...process.env, STRIDECAST_DIST: dist },
  });
  const total = /([\d.]+) kB {2}initial JavaScript/.exec(stdout);
  if (total === null) throw new Error(`no size: ${stderr}`);
  return Number(total[1]);
}
