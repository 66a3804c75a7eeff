import type { TickBundle } from '../../src/engine/protocol';
import { LogReader } from '../../src/records/log/log-reader';
import { type ChaosLogWorker, recovered } from './log-worker';
import type { Shadow } from './shadow';
import type { Findings } from './verdict';

interface Session {
  readonly findings: Findings;
  readonly workers: readonly ChaosLogWorker[];
  /** What the port handed over, in order. */
  readonly wire: readonly Uint8Array[];
  readonly bundles: readonly TickBundle[];
  /** null where the device's own description was changed on the way. */
  readonly shadow: Shadow | null;
  readonly windowTicks: number;
  /** When the thread that writes was killed, ms since the epoch. */
  readonly diedAtMs: number | null;
}

const MOST_LOST_MS = 250;
const BRIDGED_TICKS = 5;

/** The log opens, and holds what was: every byte, tick and forecast, up to where it had to end. Returns its forecasts. */
export async function judgeLog(session: Session): Promise<number> {
  const { findings, workers, wire, shadow } = session;
  const logs = workers.flatMap((w) => w.logs);
  // It never streamed: there is no session.
  if (logs.length === 0) return 0;
  findings.check(logs.length === 1, 'log', () => `${logs.length} logs of one session`);
  const isCut = session.diedAtMs !== null || workers.some((w) => w.stopped !== null);
  try {
    const blob = recovered(logs[0]);
    // A disk without room for the head holds no session.
    if (blob.size === 0) return 0;
    const reader = await LogReader.open(blob);
    await judgeWire(session, reader, isCut, wire);
    if (shadow === null) return 0;
    await judgeTicks(session, reader, isCut, shadow);
    return await judgeForecasts(session, reader, shadow);
  } catch (error) {
    if (isCut && logs[0].file.bytes.length < 4096) return 0;
    findings.add('log', String(error));
    return 0;
  }
}

async function judgeWire(
  { findings, diedAtMs }: Session,
  reader: LogReader,
  isCut: boolean,
  wire: readonly Uint8Array[],
): Promise<void> {
  const logged = await reader.wire();
  const sent = Buffer.concat(wire);
  const isPrefix = Buffer.compare(sent.subarray(0, logged.bytes.length), logged.bytes) === 0;
  findings.check(isPrefix, 'log', () => 'its wire bytes are not those that came');
  findings.check(
    isCut || logged.bytes.length === sent.length,
    'log',
    () => `${logged.bytes.length} of ${sent.length} wire bytes`,
  );
  const lastMs = logged.atMs.at(-1);
  if (diedAtMs !== null && lastMs !== undefined && logged.bytes.length < sent.length) {
    const nextMs = logged.atMs.length < wire.length ? lastMs : diedAtMs;
    findings.check(
      diedAtMs - nextMs < MOST_LOST_MS || isQuiet(logged.atMs, diedAtMs),
      'log',
      () => `${diedAtMs - nextMs} ms lost`,
    );
  }
}

/** Nothing came in the quarter of a second before: nothing could be lost. */
const isQuiet = (atMs: Float64Array, diedAtMs: number): boolean =>
  !atMs.some((at) => at > diedAtMs - MOST_LOST_MS);

async function judgeTicks(
  { findings, bundles }: Session,
  reader: LogReader,
  isCut: boolean,
  shadow: Shadow,
): Promise<void> {
  const rowOf = new Map(shadow.rows.map((row, i) => [row.tick, i] as const));
  let next: number | null = null;
  let lastMs = Number.NEGATIVE_INFINITY;
  for await (const { tick, values, atMs } of reader.rows(['/joints'])) {
    const at: number | undefined = next ?? rowOf.get(tick);
    const row = at === undefined ? undefined : shadow.rows[at];
    findings.check(atMs > lastMs, 'log', () => `tick ${tick} at ${atMs}, not after ${lastMs}`);
    lastMs = atMs;
    if (row?.tick !== tick || !same(row.measured, values)) {
      findings.add('log', `tick ${tick} is not that of the events (${row?.tick})`);
      return;
    }
    next = at! + 1;
  }
  findings.check(
    isCut || shadow.rows.length === 0 || next === shadow.rows.length,
    'log',
    () => `its ticks end at row ${next} of ${shadow.rows.length}`,
  );
  for (const { firstTick, rows, channels, measured } of bundles)
    for (let r = 0; r < rows; r++) {
      const row = shadow.rows[rowOf.get(firstTick + r) ?? -1];
      const values = measured.subarray(r * channels.length, (r + 1) * channels.length);
      if (row === undefined || !same(row.measured, values)) {
        findings.add('invented', `the page was shown a tick ${firstTick + r} that was none`);
        return;
      }
    }
}

/** A forecast has a whole window of ticks behind it: none across a hole that was not bridged. */
async function judgeForecasts(
  { findings, windowTicks }: Session,
  reader: LogReader,
  shadow: Shadow,
): Promise<number> {
  const rowOf = new Map(shadow.rows.map((row, i) => [row.tick, i] as const));
  let count = 0;
  for await (const { tick, values } of reader.rows(['/forecast/r'])) {
    count++;
    const at = rowOf.get(tick) ?? -1;
    const from = at - windowTicks + 1;
    const isWhole = from >= 0 && shadow.rows[from].tick === tick - windowTicks + 1;
    findings.check(
      isWhole && !hasHole(shadow, from, at),
      'invented',
      () => `a forecast at ${tick} across a hole`,
    );
    findings.check(
      values.every(Number.isFinite),
      'invented',
      () => `a forecast at ${tick} that is no number`,
    );
  }
  return count;
}

function hasHole({ rows, angle }: Shadow, from: number, to: number): boolean {
  let empty = 0;
  for (let i = from; i <= to; i++) {
    empty = Number.isFinite(rows[i].measured[angle]) ? 0 : empty + 1;
    if (empty > BRIDGED_TICKS) return true;
  }
  return false;
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
