import type { Changes } from '../changes';
import type { Database } from '../database/database';
import { forgetPatient } from '../patients';
import { RecordsError, toRecordsError } from '../records-error';
import { PROTOCOL_KEY } from '../shapes/protocol';
import { codeKey } from '../shapes/patient';
import { BackupError } from './backup-error';
import type { CheckedBackup } from './check';
import { allOf, readEntries } from './entries';
import { type Here, readHere } from './here';
import type { RestorePlan } from './plan';
import type { NewLog, Shelf } from './shelf';
import type { OnProgress } from './write';

interface RestoreOptions {
  readonly database: Database;
  readonly changes: Changes;
  readonly shelf: Shelf;
  readonly backup: CheckedBackup;
  readonly plan: RestorePlan;
  /** What the plan was made on. */
  readonly here: Here;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** Beside the logs: what the database needs for its own. */
const SLACK_BYTES = 2 ** 20;

/**
 * Writes what was planned: all of it or nothing. The logs are written first, and are doomed until the one transaction that
 * brings in everything else saves them: a restore that is cut off at any moment leaves files that go at the next start, and
 * nothing besides. Rejects with BackupError or RecordsError.
 */
export async function restoreBackup(options: RestoreOptions): Promise<void> {
  const { database, changes, shelf, plan, here } = options;
  if (here.recording) throw new BackupError('recording');
  await assertRoom(options);
  const names = [...plan.logs.values()];
  await doom(database, names);
  const held: NewLog[] = [];
  let replacedLogs: string[];
  try {
    const bytes = await writeLogs(options, held);
    replacedLogs = await commit(options, bytes);
  } catch (error) {
    await letGo(held);
    await dropDoomed(database, shelf, names);
    throw error instanceof BackupError ? error : toRecordsError(error);
  }
  await letGo(held);
  await dropDoomed(database, shelf, replacedLogs);
  for (const what of ['patients', 'personal_models', 'sessions', 'protocol'] as const)
    changes.tell(what, null);
}

async function assertRoom({ shelf, backup, plan }: RestoreOptions): Promise<void> {
  const logs = [...plan.logs.keys()].reduce((n, name) => n + (backup.contents.logs.get(name) ?? 0), 0);
  const models = plan.models.reduce((n, { record }) => n + record.size, 0);
  const room = await shelf.room();
  if (room !== null && room < logs + models + SLACK_BYTES) throw new RecordsError('full');
}

/** The second time through the file: logs to the disk, models into the memory. */
async function writeLogs(
  { shelf, backup, plan, signal, onProgress }: RestoreOptions,
  held: NewLog[],
): Promise<Map<string, Uint8Array>> {
  const models = new Set(plan.models.map((m) => m.from));
  const bytes = new Map<string, Uint8Array>();
  let done = 0;
  for await (const entry of readEntries(backup.content())) {
    if (signal?.aborted) throw new BackupError('cancelled');
    const { head, pieces } = entry;
    if (head.kind === 'model') {
      const { id } = head['value'] as { id: string };
      if (models.has(id)) bytes.set(id, await allOf(entry));
    }
    const name = head.kind === 'log' ? plan.logs.get(head['name'] as string) : undefined;
    const log = name === undefined ? null : await shelf.create(name);
    if (log) held.push(log);
    for await (const piece of pieces) {
      if (signal?.aborted) throw new BackupError('cancelled');
      await log?.write(piece.slice());
      done += piece.length;
      onProgress?.(done, backup.fileBytes);
    }
    await log?.close();
  }
  onProgress?.(backup.fileBytes, backup.fileBytes);
  return bytes;
}

/** Gives the logs of the patients that were replaced. */
async function commit(
  { database, plan, here }: RestoreOptions,
  bytes: ReadonlyMap<string, Uint8Array>,
): Promise<string[]> {
  let changed = false;
  const written = database.write(
    [
      'patients',
      'personalModels',
      'personalBytes',
      'choices',
      'sessions',
      'sessionDetails',
      'doomedFiles',
      'meta',
    ],
    async (tx) => {
      changed = (await readHere(tx)).fingerprint !== here.fingerprint;
      if (changed) throw new BackupError('changed');
      for (const id of plan.replaced) await forgetPatient(tx, id);
      for (const name of plan.logs.values()) await tx.objectStore('doomedFiles').delete(name);
      for (const patient of plan.patients)
        await tx.objectStore('patients').add({ ...patient, codeKey: codeKey(patient.code) });
      for (const { from, record } of plan.models) {
        await tx.objectStore('personalModels').add(record);
        await tx.objectStore('personalBytes').add(bytes.get(from)!, record.id);
      }
      for (const choice of plan.choices) await tx.objectStore('choices').put(choice);
      for (const { row, details } of plan.sessions) {
        await tx.objectStore('sessions').add(row);
        if (details !== null) await tx.objectStore('sessionDetails').put(details);
      }
      if (plan.protocol !== null) await tx.objectStore('meta').put(plan.protocol, PROTOCOL_KEY);
      return tx.objectStore('doomedFiles').getAllKeys();
    },
  );
  return written.catch((error: unknown) => {
    throw changed ? new BackupError('changed') : error;
  });
}

async function doom(database: Database, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await database.write(['doomedFiles'], async (tx) => {
    for (const name of names) await tx.objectStore('doomedFiles').put(true, name);
  });
}

async function letGo(held: readonly NewLog[]): Promise<void> {
  for (const log of held) await log.release().catch(() => undefined);
}

/** What cannot go now goes at the next start. */
async function dropDoomed(database: Database, shelf: Shelf, names: readonly string[]): Promise<void> {
  for (const name of names)
    if (await shelf.remove(name).catch(() => false))
      await database
        .write(['doomedFiles'], (tx) => tx.objectStore('doomedFiles').delete(name))
        .catch(() => undefined);
}
