import { Changes } from '../changes';
import { Database } from '../database/database';
import { PROTOCOL_KEY } from '../shapes/protocol';
import { type CheckedBackup, checkBackup } from './check';
import type { Manifest } from './contents';
import { type Here, lookHere } from './here';
import { compare, type Comparison, type Decision, planRestore } from './plan';
import { restoreBackup } from './restore';
import { PRIVATE_FILES, type Shelf } from './shelf';
import { type OnProgress, writeBackup } from './write';

interface Running {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** A checked backup beside what is here: what a therapist decides upon. */
export interface Offer {
  readonly manifest: Manifest;
  readonly comparison: Comparison;
  readonly backup: CheckedBackup;
  readonly here: Here;
}

/** The whole clinic as one sealed file, and back. Every call rejects with BackupError or RecordsError. */
export class ClinicBackup {
  readonly #database = new Database();
  readonly #changes = new Changes();
  readonly #shelf: Shelf;

  constructor(shelf: Shelf = PRIVATE_FILES) {
    this.#shelf = shelf;
  }

  /** The sink is closed when all is in it, aborted when something fails. */
  write(
    sink: WritableStream<Uint8Array<ArrayBuffer>>,
    passphrase: string,
    running: Running = {},
  ): Promise<void> {
    return writeBackup({ database: this.#database, shelf: this.#shelf, sink, passphrase, ...running });
  }

  /** Looks at every byte of it, and writes nothing. */
  async check(file: Blob, passphrase: string, running: Running = {}): Promise<Offer> {
    const backup = await checkBackup(file, passphrase, running);
    const here = await lookHere(this.#database);
    const own = await this.#database.read(['meta'], (tx) => tx.objectStore('meta').get(PROTOCOL_KEY));
    const comparison = compare(backup.contents, here, own !== undefined);
    return { manifest: backup.manifest, comparison, backup, here };
  }

  /** All of it or nothing. `decisions` by the patient's id in the backup; whoever is not among them stays as here. */
  async restore(
    { backup, here, comparison }: Offer,
    decisions: ReadonlyMap<string, Decision>,
    running: Running = {},
  ): Promise<void> {
    const plan = planRestore(backup.contents, here, comparison, decisions, await this.#shelf.names());
    await restoreBackup({
      database: this.#database,
      changes: this.#changes,
      shelf: this.#shelf,
      backup,
      plan,
      here,
      ...running,
    });
  }

  close(): void {
    this.#changes.close();
    this.#database.close();
  }
}
