import type { Database } from '../database/database';
import { RecordsError } from '../records-error';
import { patientShape } from '../shapes/patient';
import { personalModelShape } from '../shapes/personal-model';
import { protocolShape, PROTOCOL_KEY } from '../shapes/protocol';
import { sessionDetailsShape, sessionShape } from '../shapes/session';
import { readAll } from '../shapes/shape';
import { type ClinicContents, choiceSchema } from './contents';
import type { Shelf } from './shelf';

/**
 * All that is kept, as it is now. What cannot be read any more (a damaged record) is left out, and so is a session that is
 * being recorded; one whose log has been lost is kept without it.
 */
export async function collect(database: Database, shelf: Shelf): Promise<ClinicContents> {
  const stored = await database.read(
    ['patients', 'choices', 'personalModels', 'sessions', 'sessionDetails', 'meta'],
    async (tx) => ({
      patients: await tx.objectStore('patients').getAll(),
      choices: await tx.objectStore('choices').getAll(),
      models: await tx.objectStore('personalModels').getAll(),
      sessions: await tx.objectStore('sessions').getAll(),
      details: await tx.objectStore('sessionDetails').getAll(),
      protocol: await tx.objectStore('meta').get(PROTOCOL_KEY),
    }),
  );
  const patients = readAll(patientShape, stored.patients);
  const known = new Set(patients.map((p) => p.id));
  const details = new Map(readAll(sessionDetailsShape, stored.details).map((d) => [d.id, d]));
  const models = readAll(personalModelShape, stored.models).filter((m) => known.has(m.patientId));
  const modelIds = new Set(models.map((m) => m.id));
  const rows = readAll(sessionShape, stored.sessions).filter(
    (row) => row.state !== 'recording' && (row.patientId === null || known.has(row.patientId)),
  );
  const logs = await sizesOf(
    rows.flatMap((row) => row.logFile ?? []),
    shelf,
  );
  return {
    patients,
    choices: stored.choices.filter(
      (c) =>
        choiceSchema.safeParse(c).success &&
        known.has(c.patientId) &&
        (c.personalId === null || modelIds.has(c.personalId)),
    ),
    models,
    sessions: rows.map((row) => ({
      row: row.logFile === null || logs.has(row.logFile) ? row : { ...row, logFile: null, logBytes: 0 },
      details: details.get(row.id) ?? null,
    })),
    logs,
    protocol: stored.protocol === undefined ? null : (readAll(protocolShape, [stored.protocol])[0] ?? null),
  };
}

/** The bytes of a model. Rejects with `not_found` where it is gone by now. */
export async function modelBytes(database: Database, id: string): Promise<Uint8Array> {
  const bytes = await database.read(['personalBytes'], (tx) => tx.objectStore('personalBytes').get(id));
  if (!(bytes instanceof Uint8Array)) throw new RecordsError('not_found', id);
  return bytes;
}

async function sizesOf(names: readonly string[], shelf: Shelf): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const name of names) {
    try {
      sizes.set(name, (await shelf.read(name)).size);
    } catch (error) {
      if (!(error instanceof RecordsError) || error.code !== 'not_found') throw error;
    }
  }
  return sizes;
}
