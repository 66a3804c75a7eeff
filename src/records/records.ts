import { Changes, type RecordsChange } from './changes';
import { Database } from './database/database';
import { moveJournal } from './journal-migration';
import { Patients } from './patients';
import { PersonalModels } from './personal-models';
import { Protocols } from './protocols';
import { Sessions } from './sessions';
import type { KeyValueStore } from './settings';

export interface RecordsOptions {
  /** Another tab runs a newer version of the program and took the database over: only a reload helps. */
  readonly onLetGo?: () => void;
  /** Where the sessions of older versions are: `localStorage`, where there is one (a worker has none). */
  readonly journal?: KeyValueStore;
}

/** Patients, sessions and personal models in this browser, and word of every change in any tab. */
export interface Records {
  readonly patients: Patients;
  readonly personalModels: PersonalModels;
  readonly sessions: Sessions;
  readonly protocol: Protocols;
  /** Calls back at every change, made here or in another tab; returns what ends it. */
  subscribe(listener: (change: RecordsChange) => void): () => void;
  close(): void;
}

/** Rejects with RecordsError: `unavailable`, `newer_version`, `other_tab`, `full`. */
export async function openRecords({ onLetGo, journal }: RecordsOptions = {}): Promise<Records> {
  const database = new Database(onLetGo);
  await database.ready();
  const store = journal ?? (typeof localStorage === 'undefined' ? undefined : localStorage);
  if (store) await moveJournal(database, store);
  const changes = new Changes();
  return {
    patients: new Patients(database, changes),
    personalModels: new PersonalModels(database, changes),
    sessions: new Sessions(database, changes),
    protocol: new Protocols(database, changes),
    subscribe: (listener) => changes.subscribe(listener),
    close() {
      changes.close();
      database.close();
    },
  };
}
