import type { Rng } from '../../src/gait/rng';
import type { Recording } from '../devices/recording';
import { RecordingDevice } from '../devices/recording-device';
import type { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { LogReader } from '../../src/records/log/log-reader';
import { storedLog, storedSessions } from '../records/stored';

/** A session that runs, and what may be done to it. */
export interface Scene {
  readonly bench: TestBench;
  readonly random: Rng;
  readonly recording: Recording;
  /** At the far end of the wire; another one after a reboot. */
  device: RecordingDevice;
}

export interface Scenario {
  readonly name: string;
  /** Before the device is plugged in. */
  prepare?(scene: Scene): Promise<void>;
  /** The trouble. Rejects where what must hold does not. */
  act(scene: Scene): Promise<void>;
  /** Afterwards, where the next scenario would suffer from it. */
  restore?(scene: Scene): Promise<void>;
  /** The engine or the device has begun to count anew: their sums are of different stretches. */
  readonly counts?: 'anew';
  /** There is no log afterwards: nobody had room for it, or somebody has cleared it away. */
  readonly log?: 'gone';
}

/** A busy machine starves a live system for seconds; the outcome counts. */
const WITHIN_MS = 60_000;
const AFTERWARDS = 30;

/**
 * A session over the real port, the trouble, and what must hold whatever it was: it streams and forecasts again by
 * itself, samples and losses add up, nothing was thrown in the page, and the log of the session opens at the next start.
 */
export async function play(
  scenario: Scenario,
  bench: TestBench,
  recording: Recording,
  random: Rng,
): Promise<void> {
  const { live, page, port, browser, tap } = bench;
  const scene: Scene = { bench, random, recording, device: new RecordingDevice(port.wire, recording) };
  const errorsBefore = browser.pageErrors.length;
  try {
    await bench.gotoAnew();
    await scenario.prepare?.(scene);
    const before = new Set((await storedSessions(page)).map((s) => s.id));
    await port.plug();
    await live.connect();
    await live.waitForPhase('streaming', WITHIN_MS);
    await live.waitForForecasts(5, WITHIN_MS);

    await scenario.act(scene);

    await live.waitForPhase('streaming', WITHIN_MS);
    const { forecasts } = await live.model();
    await live.waitForForecasts(forecasts + AFTERWARDS, WITHIN_MS);
    if (scenario.counts !== 'anew') await addsUp(scene);
    // The bare picture between two visits asks for an icon of its own.
    const thrown = browser.pageErrors.slice(errorsBefore).filter((e) => !e.includes('icon.svg: '));
    if (thrown.length > 0) throw new Error(`in the page: ${thrown.join('; ')}`);
    if (scenario.log !== 'gone') await logOpens(scene, before);
  } catch (error) {
    const state = await tap.state().catch(() => null);
    const told = JSON.stringify({
      phase: state?.phase,
      problem: state?.problem,
      recording: state?.recording,
    });
    throw new Error(`${scenario.name}: ${String(error)}; ${told}`, { cause: error });
  } finally {
    await scenario.restore?.(scene);
    await port.unplug().catch(() => undefined);
    scene.device.dispose();
  }
}

/** Delivered and lost together are what the device has counted, but for what is under way. */
async function addsUp({ bench, device, recording }: Scene): Promise<void> {
  const perSecond = recording.device.streams.reduce((n, s) => n + s.rate, 0);
  await until('samples and losses add up', async () => {
    const atLeast = device.samples - perSecond;
    const counters = (await bench.tap.state())?.link.counters;
    if (counters === undefined) return false;
    const known = counters.samples + counters.samplesLost;
    if (known > device.samples) throw new Error(`${known} samples told, ${device.samples} given`);
    return known >= atLeast;
  });
}

async function logOpens({ bench }: Scene, before: ReadonlySet<string>): Promise<void> {
  const { page, live } = bench;
  await bench.port.unplug().catch(() => undefined);
  // Let go as a closed tab does; the next start finds what was left.
  await page.goto(`${bench.server.url}icon.svg`);
  await bench.goto();
  await live.loaded();
  const sessions = await until(
    'every session is closed',
    async () => {
      const all = (await storedSessions(page)).filter((s) => !before.has(s.id));
      return all.length > 0 && all.every((s) => s.state !== 'recording') ? all : null;
    },
    WITHIN_MS,
    200,
  );
  for (const session of sessions) {
    if (session.logFile === null) throw new Error('a session without its log');
    const log = await LogReader.open(await storedLog(page, session.logFile));
    const { atMs } = await log.wire();
    if (atMs.length === 0) throw new Error('a log without bytes');
    if (!atMs.every((at, i) => i === 0 || at >= atMs[i - 1]))
      throw new Error('a log whose bytes go back in time');
  }
}
