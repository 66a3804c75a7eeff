import { setTimeout as sleep } from 'node:timers/promises';
import { LogReader } from '../../src/records/log/log-reader';
import { readRecording } from '../devices/recording';
import { RecordingDevice } from '../devices/recording-device';
import { readVirtual } from '../devices/sources';
import { anonymousBytes, childrenOf } from '../harness/process-memory';
import { TestBench } from '../harness/test-bench';
import { until } from '../harness/until';
import { storedLog, storedSessions } from './stored';

interface PulledPlug {
  /** Between the last byte in the log and the moment at which the cable was pulled. */
  readonly lostMs: number;
  readonly recordedMs: number;
  readonly ticks: number;
}

const WITHIN_MS = 60_000;

/**
 * A device on a real port is being recorded; its cable is pulled, and while the app still waits for it, its process is
 * killed. The next start must find the session and close it, with all that came before.
 */
export async function pulledPlug(random: () => number): Promise<PulledPlug> {
  const bench = await TestBench.open();
  const device = new RecordingDevice(bench.port.wire, readRecording(readVirtual()));
  try {
    const { live, page, port, browser, server } = bench;
    await bench.goto();
    await port.plug();
    await live.connect();
    await live.waitForPhase('streaming', WITHIN_MS);
    await until(
      'it records',
      async () => (await storedSessions(page)).some((s) => s.state === 'recording'),
      WITHIN_MS,
    );
    // Executors have been measured, which takes a busy machine long: from here on it is a session like any other.
    await live.waitForForecasts(20, WITHIN_MS);
    await sleep(1500 + 2500 * random());
    const pulledAt = Date.now();
    await port.unplug();
    await sleep(1000 * random());
    process.kill(appProcess(), 'SIGKILL');
    // The browser needs a moment to see that its processes are gone.
    const next = await until(
      'there is a page again',
      () => browser.page(true).catch(() => null),
      WITHIN_MS,
      500,
    );
    await next.goto(`${server.url}#/live`);
    await next.getByTestId('status-device').waitFor();
    const session = await until(
      'the session is closed',
      async () => (await storedSessions(next)).find((s) => s.state !== 'recording'),
      WITHIN_MS,
      200,
    );
    if (session.state !== 'recovered' || session.logFile === null)
      throw new Error(`not recovered: ${JSON.stringify(session)}`);
    const log = await LogReader.open(await storedLog(next, session.logFile));
    const { atMs } = await log.wire();
    if (atMs.length === 0) throw new Error('its log is empty');
    let ticks = 0;
    for await (const message of log.messages(['/joints'])) ticks += message.data.length > 0 ? 1 : 0;
    const lastMs = atMs[atMs.length - 1];
    return { lostMs: pulledAt - lastMs, recordedMs: lastMs - atMs[0], ticks };
  } finally {
    device.dispose();
    await bench.close();
  }
}

/** The app's own process: by far the largest of those that show pages. */
function appProcess(): number {
  const pids = childrenOf(process.pid, '--type=renderer');
  return pids.reduce((a, b) => (anonymousBytes(b) > anonymousBytes(a) ? b : a));
}
