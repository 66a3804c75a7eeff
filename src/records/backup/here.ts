import type { Database } from '../database/database';
import type { RecordsTransaction } from '../database/schema';
import { codeKey, patientShape, type Patient } from '../shapes/patient';
import { readAll } from '../shapes/shape';

/** What is kept here, as far as a restore has to mind it. */
export interface Here {
  readonly patients: readonly Patient[];
  /** Whose pseudonym it is, damaged records included. */
  readonly codes: ReadonlyMap<string, string>;
  /** Patient by id of the session (null: nobody's), and by id of the model. */
  readonly sessions: ReadonlyMap<string, string | null>;
  readonly models: ReadonlyMap<string, string>;
  readonly recording: boolean;
  /** Of everything above and of when it was changed: another one means that a decision was made on what is history. */
  readonly fingerprint: string;
}

const HERE_STORES = ['patients', 'personalModels', 'sessions'] as const;

export function lookHere(database: Database): Promise<Here> {
  return database.read(HERE_STORES, readHere);
}

/** The same within a transaction over (at least) those stores. */
export async function readHere(tx: RecordsTransaction<'readonly' | 'readwrite'>): Promise<Here> {
  const patients = await tx.objectStore('patients').getAll();
  const models = await tx.objectStore('personalModels').getAll();
  const sessions = await tx.objectStore('sessions').getAll();
  return {
    patients: readAll(patientShape, patients),
    codes: new Map(patients.map((p) => [p.codeKey, p.id])),
    sessions: new Map(sessions.map((s) => [s.id, s.patientId])),
    models: new Map(models.map((m) => [m.id, m.patientId])),
    recording: sessions.some((s) => (s as { state?: unknown }).state === 'recording'),
    fingerprint: JSON.stringify([patients, models.map((m) => m.id), sessions]),
  };
}

/** A pseudonym that nobody has: with a number after it where it is taken. */
export function freeCode(code: string, taken: ReadonlySet<string>): string {
  for (let n = 2; ; n++) {
    const tried = n === 2 && !taken.has(codeKey(code)) ? code : `${code.slice(0, 70)} (${n})`;
    if (!taken.has(codeKey(tried))) return tried;
  }
}
