import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';

export const DATABASE_NAME = 'stridecast';

/** Which personal model a patient comes back to; `personalId` null is the base model, chosen on purpose. */
export interface StoredChoice {
  patientId: string;
  modelId: string;
  baseSha256: string;
  personalId: string | null;
}

/** Records are stored as they were written, whatever their version: values are unknown until a shape has read them. */
interface StoredRecord {
  id: string;
}

export interface RecordsSchema extends DBSchema {
  patients: { key: string; value: StoredRecord & { codeKey: string }; indexes: { codeKey: string } };
  personalModels: {
    key: string;
    value: StoredRecord & { patientId: string };
    indexes: { patientId: string };
  };
  /** The models themselves, by record id: a list of records does not carry them. */
  personalBytes: { key: string; value: Uint8Array };
  choices: { key: [string, string, string]; value: StoredChoice; indexes: { patientId: string } };
  sessions: {
    key: string;
    value: StoredRecord & { patientId: string | null; startedAt: string };
    /** `byPatient` holds those with a patient only: null is no key. */
    indexes: { startedAt: string; byPatient: [string, string] };
  };
  sessionDetails: { key: string; value: StoredRecord };
  /** Log files whose session was deleted; they go before anything looks for logs to recover. */
  doomedFiles: { key: string; value: true };
  meta: { key: string; value: unknown };
}

export type RecordsDatabase = IDBPDatabase<RecordsSchema>;
/** Over whichever stores; those that were not named fail at once. */
export type RecordsTransaction<M extends IDBTransactionMode> = IDBPTransaction<
  RecordsSchema,
  StoreNames<RecordsSchema>[],
  M
>;
export type UpgradeTransaction = IDBPTransaction<
  RecordsSchema,
  ArrayLike<StoreNames<RecordsSchema>>,
  'versionchange'
>;

/** `UPGRADES[n]` makes version n + 1 of the database out of version n: stores and indexes. Never edited, only added to. */
export const UPGRADES: readonly ((db: RecordsDatabase, tx: UpgradeTransaction) => void)[] = [
  (db) => {
    db.createObjectStore('patients', { keyPath: 'id' }).createIndex('codeKey', 'codeKey', { unique: true });
    db.createObjectStore('personalModels', { keyPath: 'id' }).createIndex('patientId', 'patientId');
    db.createObjectStore('personalBytes');
    db.createObjectStore('choices', { keyPath: ['patientId', 'modelId', 'baseSha256'] }).createIndex(
      'patientId',
      'patientId',
    );
    const sessions = db.createObjectStore('sessions', { keyPath: 'id' });
    sessions.createIndex('startedAt', 'startedAt');
    sessions.createIndex('byPatient', ['patientId', 'startedAt']);
    db.createObjectStore('sessionDetails', { keyPath: 'id' });
    db.createObjectStore('doomedFiles');
    db.createObjectStore('meta');
  },
];
