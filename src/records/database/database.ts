import { openDB, type StoreNames } from 'idb';
import { RecordsError, toRecordsError } from '../records-error';
import {
  DATABASE_NAME,
  type RecordsDatabase,
  type RecordsSchema,
  type RecordsTransaction,
  UPGRADES,
} from './schema';

/** An old tab that does not let go of the database: it is told of after so long. */
const BLOCKED_MS = 3000;

type Stores = readonly StoreNames<RecordsSchema>[];

/**
 * The connection to the database. Where the browser closed it, it opens again by itself; where another tab upgrades the
 * database to a newer version, it lets go at once, and every call after fails with `other_tab`.
 */
export class Database {
  readonly #upgrades: typeof UPGRADES;
  readonly #onLetGo: () => void;
  #open: Promise<RecordsDatabase> | null = null;
  #letGo: 'no' | 'other_tab' | 'closed' = 'no';

  constructor(onLetGo: () => void = () => undefined, upgrades: typeof UPGRADES = UPGRADES) {
    this.#onLetGo = onLetGo;
    this.#upgrades = upgrades;
  }

  /** Rejects with RecordsError `newer_version`, `other_tab` or `unavailable`. */
  async ready(): Promise<void> {
    await this.#connection();
  }

  async read<T>(stores: Stores, work: (tx: RecordsTransaction<'readonly'>) => Promise<T>): Promise<T> {
    return this.#run(stores, 'readonly', work);
  }

  /** All of `work` or nothing. Resolves when it is on the disk. */
  async write<T>(stores: Stores, work: (tx: RecordsTransaction<'readwrite'>) => Promise<T>): Promise<T> {
    return this.#run(stores, 'readwrite', work);
  }

  close(): void {
    this.#letGo = 'closed';
    void this.#open?.then((db) => db.close()).catch(() => undefined);
    this.#open = null;
  }

  async #run<M extends 'readonly' | 'readwrite', T>(
    stores: Stores,
    mode: M,
    work: (tx: RecordsTransaction<M>) => Promise<T>,
  ): Promise<T> {
    const db = await this.#connection();
    try {
      // Strict: a plug pulled right after "saved" loses nothing.
      const tx = db.transaction([...stores], mode, { durability: 'strict' });
      try {
        const result = await work(tx);
        await tx.done;
        return result;
      } catch (error) {
        // What failed first counts; the transaction leaves nothing behind either way.
        const first = tx.error ?? error;
        if (tx.error === null) abort(tx);
        await tx.done.catch(() => undefined);
        throw first;
      }
    } catch (error) {
      if (this.#letGo !== 'no') throw new RecordsError('other_tab');
      throw toRecordsError(error);
    }
  }

  #connection(): Promise<RecordsDatabase> {
    if (this.#letGo !== 'no') return Promise.reject(new RecordsError('other_tab', this.#letGo));
    this.#open ??= this.#connect().catch((error: unknown) => {
      this.#open = null;
      throw toRecordsError(error);
    });
    return this.#open;
  }

  #connect(): Promise<RecordsDatabase> {
    if (typeof indexedDB === 'undefined') return Promise.reject(new RecordsError('unavailable'));
    return new Promise((resolve, reject) => {
      let given = false;
      const giveUp = () => {
        given = true;
        reject(new RecordsError('other_tab', 'blocked'));
      };
      let timer: ReturnType<typeof setTimeout> | undefined;
      openDB<RecordsSchema>(DATABASE_NAME, this.#upgrades.length, {
        upgrade: (db, from, _to, tx) => {
          for (const step of this.#upgrades.slice(from)) step(db, tx);
        },
        blocked: () => {
          timer = setTimeout(giveUp, BLOCKED_MS);
        },
        blocking: (_current, _blocked, event) => {
          this.#letGo = 'other_tab';
          (event.target as IDBDatabase).close();
          this.#onLetGo();
        },
        terminated: () => {
          this.#open = null;
        },
      }).then(
        (db) => {
          clearTimeout(timer);
          // Too late: nobody waits for it any more, and it must not block others in its turn.
          if (given || this.#letGo !== 'no') db.close();
          resolve(db);
        },
        (error: unknown) => {
          clearTimeout(timer);
          reject(toRecordsError(error));
        },
      );
    });
  }
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // It is over already.
  }
}
