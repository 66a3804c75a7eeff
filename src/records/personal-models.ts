import type { Changes } from './changes';
import type { Database } from './database/database';
import type { RecordsTransaction, StoredChoice } from './database/schema';
import { RecordsError } from './records-error';
import { sha256 } from './sha256';
import { type PersonalModelRecord, personalModelShape } from './shapes/personal-model';
import { readAll, readRecord } from './shapes/shape';
import { packPersonalModel, unpackPersonalModel } from './stridemodel-file';

/** What comes out of an adaptation, and who decided; everything else is found out here. */
export interface NewPersonalModel
  extends Omit<PersonalModelRecord, 'version' | 'id' | 'size' | 'sha256' | 'createdAt' | 'importedAt'> {
  readonly bytes: Uint8Array;
}

export interface LoadedPersonalModel {
  readonly record: PersonalModelRecord;
  readonly bytes: Uint8Array;
}

/** The model that a patient came with last time. */
interface BaseModel {
  readonly modelId: string;
  readonly baseSha256: string;
}

type Imported =
  | { readonly status: 'imported'; readonly record: PersonalModelRecord }
  /** This patient has the very same model; nothing was written. */
  | { readonly status: 'already_here'; readonly record: PersonalModelRecord };

type WriteTransaction = RecordsTransaction<'readwrite'>;

const STORES = ['patients', 'personalModels', 'personalBytes', 'choices'] as const;

/**
 * Personal models by patient, with their lineage. For each patient and base model one of them, or the base model, is
 * the chosen one. Every call rejects with RecordsError.
 */
export class PersonalModels {
  readonly #database: Database;
  readonly #changes: Changes;

  constructor(database: Database, changes: Changes) {
    this.#database = database;
    this.#changes = changes;
  }

  /** An accepted one becomes the chosen one. Rejects with `not_found` where there is no such patient. */
  async save({ bytes, ...model }: NewPersonalModel): Promise<PersonalModelRecord> {
    const own = bytes.slice();
    const record = readRecord(personalModelShape, {
      ...model,
      version: personalModelShape.version,
      id: crypto.randomUUID(),
      size: own.length,
      sha256: await sha256(own),
      createdAt: new Date().toISOString(),
      importedAt: null,
    });
    await this.#database.write(STORES, async (tx) => {
      await put(tx, record, own);
      if (record.accepted) await tx.objectStore('choices').put(choiceOf(record, record.id));
    });
    this.#changes.tell('personal_models', record.patientId);
    return record;
  }

  /** Newest first. */
  async list(patientId: string): Promise<PersonalModelRecord[]> {
    const stored = await this.#database.read(['personalModels'], (tx) =>
      tx.objectStore('personalModels').index('patientId').getAll(patientId),
    );
    return readAll(personalModelShape, stored).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  /** Rejects with `not_found`, or with `damaged` where the bytes are not those that were saved. */
  async load(id: string): Promise<LoadedPersonalModel> {
    const [stored, bytes] = await this.#database.read(['personalModels', 'personalBytes'], (tx) =>
      Promise.all([tx.objectStore('personalModels').get(id), tx.objectStore('personalBytes').get(id)]),
    );
    if (stored === undefined) throw new RecordsError('not_found', id);
    const record = readRecord(personalModelShape, stored);
    if (!(bytes instanceof Uint8Array)) throw new RecordsError('damaged', 'bytes');
    const own = bytes.slice();
    if ((await sha256(own)) !== record.sha256) throw new RecordsError('damaged', 'sha256');
    return { record, bytes: own };
  }

  /** The chosen one; null where it is the base model. */
  async active(patientId: string, base: BaseModel): Promise<LoadedPersonalModel | null> {
    const choice = await this.#choice(patientId, base);
    const id = choice?.personalId ?? null;
    return id === null ? null : this.load(id);
  }

  /** Ids of the chosen ones of a patient, for every base model. */
  async activeIds(patientId: string): Promise<string[]> {
    const choices = await this.#database.read(['choices'], (tx) =>
      tx.objectStore('choices').index('patientId').getAll(patientId),
    );
    return choices.flatMap((c) => c.personalId ?? []);
  }

  /** Rejects with `not_found`. */
  async setActive(id: string): Promise<PersonalModelRecord> {
    const record = await this.#database.write(STORES, async (tx) => {
      const found = await recordOf(tx, id);
      await tx.objectStore('choices').put(choiceOf(found, id));
      return found;
    });
    this.#changes.tell('personal_models', record.patientId);
    return record;
  }

  /** The base model becomes the chosen one; the personal models stay. */
  async setBase(patientId: string, { modelId, baseSha256 }: BaseModel): Promise<void> {
    await this.#database.write(['choices'], (tx) =>
      tx.objectStore('choices').put({ patientId, modelId, baseSha256, personalId: null }),
    );
    this.#changes.tell('personal_models', patientId);
  }

  /** Back from the chosen one to what it was made over: returns its id, or null for the base model. */
  async undo(patientId: string, base: BaseModel): Promise<string | null> {
    const parentId = await this.#database.write(STORES, async (tx) => {
      const choice = await tx.objectStore('choices').get([patientId, base.modelId, base.baseSha256]);
      const chosen = choice?.personalId ?? null;
      if (chosen === null) return null;
      const record = await recordOf(tx, chosen);
      await tx.objectStore('choices').put(choiceOf(record, record.parentId));
      return record.parentId;
    });
    this.#changes.tell('personal_models', patientId);
    return parentId;
  }

  /**
   * Deletes it. What was made over it is then said to be made over its parent (it needs the base weights only), and
   * where it was the chosen one its parent becomes that. Nothing where it is not there.
   */
  async remove(id: string): Promise<void> {
    const patientId = await this.#database.write(STORES, async (tx) => {
      const models = tx.objectStore('personalModels');
      const stored = await models.get(id);
      if (stored === undefined) return null;
      const { patientId, parentId = null } = stored as { patientId: string; parentId?: string | null };
      const siblings = (await models.index('patientId').getAll(patientId)) as {
        id: string;
        patientId: string;
        parentId?: string;
      }[];
      for (const child of siblings.filter((s) => s.parentId === id))
        await models.put({ ...child, parentId } as never);
      const choices = tx.objectStore('choices');
      for (const choice of await choices.index('patientId').getAll(patientId))
        if (choice.personalId === id) await choices.put({ ...choice, personalId: parentId });
      await models.delete(id);
      await tx.objectStore('personalBytes').delete(id);
      return patientId;
    });
    if (patientId !== null) this.#changes.tell('personal_models', patientId);
  }

  /** As one file, `.stridemodel`. It says nothing of the patient. */
  async exportFile(id: string): Promise<Uint8Array<ArrayBuffer>> {
    return packPersonalModel(await this.load(id));
  }

  /**
   * Adds the model in a file to a patient, under a new id and not chosen. Whether it fits the device and the base model
   * is told by its record, and judged where it is to run. Rejects with StridemodelError, or RecordsError.
   */
  async importFile(patientId: string, file: Uint8Array): Promise<Imported> {
    const { record: read, bytes } = await unpackPersonalModel(file);
    const here = (await this.list(patientId)).find(
      (m) => m.sha256 === read.sha256 && m.baseSha256 === read.baseSha256,
    );
    if (here) return { status: 'already_here', record: here };
    const id = crypto.randomUUID();
    const record = await this.#database.write(STORES, async (tx) => {
      const parent =
        read.parentId === null ? undefined : await tx.objectStore('personalModels').get(read.parentId);
      const added = readRecord(personalModelShape, {
        ...read,
        id,
        patientId,
        parentId: parent?.patientId === patientId ? parent.id : null,
        importedAt: new Date().toISOString(),
      });
      await put(tx, added, bytes);
      return added;
    });
    this.#changes.tell('personal_models', patientId);
    return { status: 'imported', record };
  }

  #choice(patientId: string, { modelId, baseSha256 }: BaseModel): Promise<StoredChoice | undefined> {
    return this.#database.read(['choices'], (tx) =>
      tx.objectStore('choices').get([patientId, modelId, baseSha256]),
    );
  }
}

async function put(tx: WriteTransaction, record: PersonalModelRecord, bytes: Uint8Array): Promise<void> {
  const patient = await tx.objectStore('patients').getKey(record.patientId);
  if (patient === undefined) throw new RecordsError('not_found', record.patientId);
  await tx.objectStore('personalModels').add(record);
  await tx.objectStore('personalBytes').add(bytes, record.id);
}

async function recordOf(tx: WriteTransaction, id: string): Promise<PersonalModelRecord> {
  const stored = await tx.objectStore('personalModels').get(id);
  if (stored === undefined) throw new RecordsError('not_found', id);
  return readRecord(personalModelShape, stored);
}

function choiceOf(record: PersonalModelRecord, personalId: string | null): StoredChoice {
  const { patientId, modelId, baseSha256 } = record;
  return { patientId, modelId, baseSha256, personalId };
}
