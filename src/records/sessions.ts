import type { Changes } from './changes';
import type { Database } from './database/database';
import type { RecordsTransaction } from './database/schema';
import { deleteDoomed } from './log/doomed-logs';
import { RecordsError } from './records-error';
import { type SessionDetails, type SessionRow, sessionDetailsShape, sessionShape } from './shapes/session';
import { readAll, readRecord } from './shapes/shape';

export type NewSession = Omit<SessionRow, 'version' | 'id' | 'title'> & {
  readonly id?: string;
  readonly title?: string;
};
export type SessionChange = Partial<Omit<SessionRow, 'version' | 'id' | 'startedAt'>>;
type DetailsChange = Partial<Omit<SessionDetails, 'version' | 'id'>>;

interface SessionQuery {
  /** Of this patient only. */
  readonly patientId?: string;
  /** What comes after this one in the list: the next page. */
  readonly after?: Pick<SessionRow, 'startedAt' | 'id'>;
  readonly limit?: number;
}

/** The index of sessions; their signals are in log files. Every call rejects with RecordsError. */
export class Sessions {
  readonly #database: Database;
  readonly #changes: Changes;

  constructor(database: Database, changes: Changes) {
    this.#database = database;
    this.#changes = changes;
  }

  /** Newest first. */
  async list({
    patientId,
    after,
    limit = Number.POSITIVE_INFINITY,
  }: SessionQuery = {}): Promise<SessionRow[]> {
    const stored = await this.#database.read(['sessions'], async (tx) => {
      const index =
        patientId === undefined
          ? tx.objectStore('sessions').index('startedAt')
          : tx.objectStore('sessions').index('byPatient');
      const range = rangeOf(patientId, after?.startedAt);
      // Sessions of the same moment stand by id.
      const isAfter = (s: { startedAt: string; id: string }) =>
        after === undefined || s.startedAt < after.startedAt || s.id < after.id;
      // All at once is many times faster than one by one; a page is few.
      if (limit === Number.POSITIVE_INFINITY)
        return (await index.getAll(range as never)).filter(isAfter).reverse();
      const page: unknown[] = [];
      let cursor = await index.openCursor(range, 'prev');
      while (cursor && page.length < limit) {
        if (isAfter(cursor.value)) page.push(cursor.value);
        cursor = await cursor.continue();
      }
      return page;
    });
    return readAll(sessionShape, stored);
  }

  /** null where there is none. */
  async get(id: string): Promise<SessionRow | null> {
    const stored = await this.#database.read(['sessions'], (tx) => tx.objectStore('sessions').get(id));
    return stored === undefined ? null : readRecord(sessionShape, stored);
  }

  /** Signal check, calibration, markers, notes; null where there is no such session. */
  async details(id: string): Promise<SessionDetails | null> {
    const stored = await this.#database.read(['sessionDetails'], (tx) =>
      tx.objectStore('sessionDetails').get(id),
    );
    return stored === undefined ? null : readRecord(sessionDetailsShape, stored);
  }

  async add(session: NewSession, details: DetailsChange = {}): Promise<SessionRow> {
    const row = readRecord(sessionShape, {
      title: '',
      ...session,
      version: sessionShape.version,
      id: session.id ?? crypto.randomUUID(),
    });
    await this.#database.write(['sessions', 'sessionDetails'], async (tx) => {
      await tx.objectStore('sessions').put(row);
      await tx.objectStore('sessionDetails').put(detailsOf(row.id, details));
    });
    this.#changes.tell('sessions', row.patientId);
    return row;
  }

  /** Rejects with `not_found`. */
  async update(id: string, change: SessionChange, details?: DetailsChange): Promise<SessionRow> {
    const row = await this.#database.write(['sessions', 'sessionDetails'], async (tx) => {
      const stored = await tx.objectStore('sessions').get(id);
      if (stored === undefined) throw new RecordsError('not_found', id);
      const next = readRecord(sessionShape, { ...readRecord(sessionShape, stored), ...change });
      await tx.objectStore('sessions').put(next);
      if (details) {
        const before = await tx.objectStore('sessionDetails').get(id);
        await tx.objectStore('sessionDetails').put(detailsOf(id, { ...before, ...details }));
      }
      return next;
    });
    this.#changes.tell('sessions', row.patientId);
    return row;
  }

  /** With its log, which is gone when this resolves; where it is being written, when it is closed. */
  async remove(id: string): Promise<void> {
    await this.#database.write(['sessions', 'sessionDetails', 'doomedFiles'], async (tx) => {
      const stored = await tx.objectStore('sessions').get(id);
      if (stored !== undefined) await Promise.all(forgetSession(tx, stored));
    });
    await deleteDoomed(this.#database);
    this.#changes.tell('sessions', null);
  }
}

/**
 * Deletes a session within a transaction. Its log file goes right after (or at the next start, where it is still being
 * written): that it has to go is written down in the same transaction.
 */
export function forgetSession(
  tx: RecordsTransaction<'readwrite'>,
  stored: { id: string },
): Promise<unknown>[] {
  const file = (stored as { logFile?: unknown }).logFile;
  return [
    tx.objectStore('sessions').delete(stored.id),
    tx.objectStore('sessionDetails').delete(stored.id),
    ...(typeof file === 'string' ? [tx.objectStore('doomedFiles').put(true, file)] : []),
  ];
}

function detailsOf(id: string, details: DetailsChange): SessionDetails {
  const { signalCheck = null, calibration = null, markers = [], notes = '', conclusion = '' } = details;
  return readRecord(sessionDetailsShape, {
    version: sessionDetailsShape.version,
    id,
    signalCheck,
    calibration,
    markers,
    notes,
    conclusion,
  });
}

function rangeOf(patientId: string | undefined, newest: string | undefined): IDBKeyRange | undefined {
  // An array is greater than any string: the end of this patient's sessions.
  if (patientId !== undefined) return IDBKeyRange.bound([patientId], [patientId, newest ?? []]);
  return newest === undefined ? undefined : IDBKeyRange.upperBound(newest);
}
