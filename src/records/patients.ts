import type { Changes } from './changes';
import type { Database } from './database/database';
import type { RecordsTransaction } from './database/schema';
import { deleteDoomed } from './log/doomed-logs';
import { RecordsError } from './records-error';
import { forgetSession } from './sessions';
import { codeKey, type Patient, patientShape } from './shapes/patient';
import { readAll, readRecord } from './shapes/shape';

export interface NewPatient {
  readonly code: string;
  readonly side: 'r' | 'l';
  readonly setup?: string;
  readonly notes?: string;
}

export type PatientChange = Partial<Pick<Patient, 'code' | 'side' | 'setup' | 'notes' | 'goals'>>;

/** The patients of this browser. Every call rejects with RecordsError. */
export class Patients {
  readonly #database: Database;
  readonly #changes: Changes;

  constructor(database: Database, changes: Changes) {
    this.#database = database;
    this.#changes = changes;
  }

  /** By pseudonym. */
  async list(): Promise<Patient[]> {
    const stored = await this.#database.read(['patients'], (tx) => tx.objectStore('patients').getAll());
    return readAll(patientShape, stored).sort((a, b) =>
      a.code.localeCompare(b.code, undefined, { numeric: true }),
    );
  }

  /** null where there is none. Rejects with `damaged` or `newer_version` where it cannot be read. */
  async get(id: string): Promise<Patient | null> {
    const stored = await this.#database.read(['patients'], (tx) => tx.objectStore('patients').get(id));
    return stored === undefined ? null : readRecord(patientShape, stored);
  }

  /** Rejects with `code_taken` where another patient has this pseudonym, `damaged` where it is empty or too long. */
  async add({ code, side, setup = '', notes = '' }: NewPatient): Promise<Patient> {
    const now = new Date().toISOString();
    const patient = readRecord(patientShape, {
      version: patientShape.version,
      id: crypto.randomUUID(),
      code: code.trim(),
      side,
      setup,
      notes,
      goals: [],
      createdAt: now,
      updatedAt: now,
    });
    return this.#put(patient, () => Promise.resolve(patient));
  }

  /** Rejects with `not_found`, `code_taken` or `damaged`. */
  async update(id: string, change: PatientChange): Promise<Patient> {
    return this.#put({ id, code: change.code }, (stored) => {
      if (stored === undefined) throw new RecordsError('not_found', id);
      const before = readRecord(patientShape, stored);
      const { code = before.code, side = before.side, setup = before.setup } = change;
      const { notes = before.notes, goals = before.goals } = change;
      return Promise.resolve(
        readRecord(patientShape, {
          ...before,
          code: code.trim(),
          side,
          setup,
          notes,
          goals,
          updatedAt: new Date().toISOString(),
        }),
      );
    });
  }

  /** Everything of this patient goes: personal models, sessions, their logs. Nothing where there is no such patient. */
  async remove(id: string): Promise<void> {
    await this.#database.write(
      ['patients', 'personalModels', 'personalBytes', 'choices', 'sessions', 'sessionDetails', 'doomedFiles'],
      (tx) => forgetPatient(tx, id),
    );
    await deleteDoomed(this.#database);
    this.#changes.tell('patients', id);
    this.#changes.tell('personal_models', id);
    this.#changes.tell('sessions', id);
  }

  async #put(
    { id, code }: { id: string; code?: string },
    make: (stored: unknown) => Promise<Patient>,
  ): Promise<Patient> {
    const patient = await this.#database.write(['patients'], async (tx) => {
      const store = tx.objectStore('patients');
      if (code !== undefined) {
        const holder = await store.index('codeKey').getKey(codeKey(code));
        if (holder !== undefined && holder !== id) throw new RecordsError('code_taken', code);
      }
      const made = await make(await store.get(id));
      await store.put({ ...made, codeKey: codeKey(made.code) });
      return made;
    });
    this.#changes.tell('patients', id);
    return patient;
  }
}

/** Deletes a patient and everything of the patient within a transaction. */
export async function forgetPatient(tx: RecordsTransaction<'readwrite'>, id: string): Promise<void> {
  const models = await tx.objectStore('personalModels').index('patientId').getAllKeys(id);
  const choices = await tx.objectStore('choices').index('patientId').getAllKeys(id);
  const sessions = await tx
    .objectStore('sessions')
    .index('byPatient')
    .getAll(IDBKeyRange.bound([id], [id, []]));
  await Promise.all([
    tx.objectStore('patients').delete(id),
    ...models.flatMap((key) => [
      tx.objectStore('personalModels').delete(key),
      tx.objectStore('personalBytes').delete(key),
    ]),
    ...choices.map((key) => tx.objectStore('choices').delete(key)),
    ...sessions.flatMap((session) => forgetSession(tx, session)),
  ]);
}
