import type { Database } from './database/database';
import { readJournal } from './session-journal';
import type { KeyValueStore } from './settings';
import { type SessionDetails, type SessionRow, sessionDetailsShape, sessionShape } from './shapes/session';

const DONE = 'journalMoved';

/** Sessions that an older version kept in `localStorage` come into the database, once; the journal itself stays. */
export async function moveJournal(database: Database, store: KeyValueStore): Promise<void> {
  const entries = readJournal(store);
  await database.write(['sessions', 'sessionDetails', 'meta'], async (tx) => {
    if ((await tx.objectStore('meta').get(DONE)) !== undefined) return;
    for (const entry of entries) {
      const { id, startedAt, device, serial, source, affectedSide, signalCheck, calibration, markers } =
        entry;
      const row: SessionRow = {
        version: sessionShape.version as 2,
        id,
        patientId: null,
        title: '',
        startedAt,
        endedAt: null,
        device,
        serial,
        source,
        affectedSide,
        modelIds: [],
        logFile: null,
        logBytes: 0,
        durationS: null,
        strides: null,
        state: 'closed',
        summary: {},
      };
      const details: SessionDetails = {
        version: sessionDetailsShape.version as 2,
        id,
        signalCheck,
        calibration,
        markers,
        notes: '',
        conclusion: '',
      };
      await tx.objectStore('sessions').put(row);
      await tx.objectStore('sessionDetails').put(details);
    }
    await tx.objectStore('meta').put(true, DONE);
  });
}
