import type { Database } from '../database/database';
import { toRecordsError } from '../records-error';
import type { Sessions } from '../sessions';
import type { SessionRow } from '../shapes/session';
import { deleteDoomed, doomedLogs } from './doomed-logs';
import { deleteLog, holdLog, listLogs } from './log-store';
import { finishLog, type FinishedLog } from './mcap/finish';
import { SESSION_METADATA } from './topics';

/** Demos that belong to nobody are kept for so long. */
const DEMO_MS = 24 * 3600 * 1000;
/** A file without a head of its own holds nothing, unless it is large: then somebody may want to look at it. */
const NOTHING_BYTES = 4096;

export interface RecoveredSession {
  readonly id: string;
  readonly lostBytes: number;
}

/**
 * What is done at every start: logs of deleted sessions go; logs that were cut off are closed, and the rows of their
 * sessions completed, or made again from the file. What another tab is recording is left alone. One bad file costs itself only.
 */
export async function recoverSessions(database: Database, sessions: Sessions): Promise<RecoveredSession[]> {
  await forgetOldDemos(sessions);
  await deleteDoomed(database);
  const rows = new Map((await sessions.list()).map((row) => [row.logFile, row]));
  const recovered: RecoveredSession[] = [];
  const doomed = await doomedLogs(database);
  const logs = (await listLogs()).filter((name) => !doomed.includes(name));
  for (const name of logs) {
    const row = rows.get(name);
    if (row !== undefined && row.state !== 'recording') continue;
    try {
      const found = await recoverOne(name, row, sessions);
      if (found) recovered.push(found);
    } catch {
      // It stays as it is, and is tried again at the next start.
    }
  }
  for (const row of rows.values())
    if (row.state === 'recording' && row.logFile !== null && !logs.includes(row.logFile))
      await sessions.update(row.id, { state: 'recovered', logFile: null, logBytes: 0 });
  return recovered;
}

async function recoverOne(
  name: string,
  row: SessionRow | undefined,
  sessions: Sessions,
): Promise<RecoveredSession | null> {
  const held = await holdLog(name, { create: false });
  if (held === null) return null;
  let log: FinishedLog;
  try {
    log = finishLog(held.file, { verify: true });
  } catch (error) {
    throw toRecordsError(error);
  } finally {
    held.release();
  }
  if (log.empty) {
    if (row !== undefined) await sessions.update(row.id, { state: 'recovered', logFile: null, logBytes: 0 });
    if (log.bytes < NOTHING_BYTES) await deleteLog(name);
    return null;
  }
  const figures = figuresOf(log);
  const known = row ?? (await sessions.add(rowFromLog(name, log)));
  await sessions.update(known.id, { ...figures, state: log.wasFinished ? 'closed' : 'recovered' });
  return { id: known.id, lostBytes: log.lostBytes };
}

/** What the file itself tells of its session. */
export function figuresOf(log: FinishedLog): Pick<SessionRow, 'endedAt' | 'durationS' | 'logBytes'> {
  return {
    endedAt: new Date(Number(log.endTime / 1_000_000n)).toISOString(),
    durationS: Number((log.endTime - log.startTime) / 1_000_000n) / 1000,
    logBytes: log.bytes,
  };
}

function rowFromLog(name: string, log: FinishedLog) {
  const session = log.metadata.get(SESSION_METADATA);
  const text = (key: string): string => session?.get(key) ?? '';
  return {
    id: text('id') || name.replace(/\.mcap$/, ''),
    patientId: text('patientId') || null,
    startedAt: text('startedAt') || new Date(Number(log.startTime / 1_000_000n)).toISOString(),
    device: text('device'),
    serial: text('serial'),
    source: text('source'),
    affectedSide: text('affectedSide') === 'l' ? ('l' as const) : ('r' as const),
    modelIds: [],
    logFile: name,
    strides: null,
    state: 'recovered' as const,
    summary: {},
    ...figuresOf(log),
  };
}

async function forgetOldDemos(sessions: Sessions): Promise<void> {
  const before = new Date(Date.now() - DEMO_MS).toISOString();
  for (const row of await sessions.list())
    if (
      row.source === 'virtual' &&
      row.patientId === null &&
      row.state !== 'recording' &&
      row.startedAt < before
    )
      await sessions.remove(row.id);
}
