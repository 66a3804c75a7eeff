import type { Changes } from './changes';
import type { Database } from './database/database';
import { DEFAULT_PROTOCOL, type Protocol, PROTOCOL_KEY, protocolShape } from './shapes/protocol';
import { readAll, readRecord } from './shapes/shape';

/** The clinic's own order of a session. Every call rejects with RecordsError. */
export class Protocols {
  readonly #database: Database;
  readonly #changes: Changes;

  constructor(database: Database, changes: Changes) {
    this.#database = database;
    this.#changes = changes;
  }

  /** The usual one where the clinic has none of its own, or it cannot be read. */
  async load(): Promise<Protocol> {
    const stored = await this.#database.read(['meta'], (tx) => tx.objectStore('meta').get(PROTOCOL_KEY));
    return readAll(protocolShape, [stored])[0] ?? DEFAULT_PROTOCOL;
  }

  /** Rejects with `damaged` where it is none. */
  async save(protocol: Protocol): Promise<void> {
    const checked = readRecord(protocolShape, protocol);
    await this.#database.write(['meta'], (tx) => tx.objectStore('meta').put(checked, PROTOCOL_KEY));
    this.#changes.tell('protocol', null);
  }

  /** Back to the usual one. */
  async reset(): Promise<void> {
    await this.#database.write(['meta'], (tx) => tx.objectStore('meta').delete(PROTOCOL_KEY));
    this.#changes.tell('protocol', null);
  }
}
