import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Records } from './records';
import { BASE, newModel } from './testing/fixtures';
import { freshRecords } from './testing/open';

describe('personal models', () => {
  let records: Records;
  let patientId: string;
  beforeEach(async () => {
    records = await freshRecords();
    patientId = (await records.patients.add({ code: 'P1', side: 'r' })).id;
  });
  afterEach(() => records.close());

  const activeId = async () => (await records.personalModels.active(patientId, BASE))?.record.id ?? null;

  it('are kept with their bytes and where they came from', async () => {
    const { personalModels } = records;
    const model = newModel(patientId);
    const record = await personalModels.save(model);
    const { bytes, ...rest } = model;
    expect(record).toMatchObject({ ...rest, size: bytes.length });
    expect(record.sha256).toMatch(/^[0-9a-f]{64}$/);
    const loaded = await personalModels.load(record.id);
    expect(loaded).toEqual({ record, bytes });
    expect(await personalModels.list(patientId)).toEqual([record]);
  });

  it('come back with the patient, for the base weights that they were made over only', async () => {
    const { personalModels } = records;
    expect(await activeId()).toBeNull();
    const record = await personalModels.save(newModel(patientId));
    expect(await activeId()).toBe(record.id);
    expect(await personalModels.active(patientId, { ...BASE, baseSha256: 'c'.repeat(64) })).toBeNull();
    expect(await personalModels.activeIds(patientId)).toEqual([record.id]);
    await personalModels.save(newModel(patientId, { accepted: false, decision: 'keep' }));
    expect(await activeId()).toBe(record.id);
  });

  it('are undone step by step, to the base model, and chosen again', async () => {
    const { personalModels } = records;
    const first = await personalModels.save(newModel(patientId));
    const second = await personalModels.save(newModel(patientId, { parentId: first.id }));
    expect(await activeId()).toBe(second.id);
    expect(await personalModels.undo(patientId, BASE)).toBe(first.id);
    expect(await activeId()).toBe(first.id);
    expect(await personalModels.undo(patientId, BASE)).toBeNull();
    expect(await personalModels.undo(patientId, BASE)).toBeNull();
    expect(await activeId()).toBeNull();
    await personalModels.setActive(second.id);
    expect(await activeId()).toBe(second.id);
    await personalModels.setBase(patientId, BASE);
    expect(await activeId()).toBeNull();
    expect(await personalModels.list(patientId)).toHaveLength(2);
  });

  it('leave an unbroken line when one of them goes', async () => {
    const { personalModels } = records;
    const a = await personalModels.save(newModel(patientId));
    const b = await personalModels.save(newModel(patientId, { parentId: a.id }));
    const c = await personalModels.save(newModel(patientId, { parentId: b.id }));
    await personalModels.remove(b.id);
    expect((await personalModels.load(c.id)).record.parentId).toBe(a.id);
    await personalModels.remove(c.id);
    expect(await activeId()).toBe(a.id);
    await personalModels.remove(a.id);
    await personalModels.remove(a.id);
    expect(await activeId()).toBeNull();
    expect(await personalModels.list(patientId)).toEqual([]);
  });

  it('are not handed out when their bytes have changed', async () => {
    const record = await records.personalModels.save(newModel(patientId));
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open('stridecast');
      request.onsuccess = () => {
        const tx = request.result.transaction('personalBytes', 'readwrite');
        tx.objectStore('personalBytes').put(Uint8Array.from([9]), record.id);
        tx.oncomplete = () => {
          request.result.close();
          resolve();
        };
        tx.onerror = reject;
      };
    });
    await expect(records.personalModels.load(record.id)).rejects.toMatchObject({ code: 'damaged' });
  });

  it('go out as a file and come in under a new id, once, for a patient who is there', async () => {
    const { personalModels, patients } = records;
    const record = await personalModels.save(newModel(patientId));
    const file = await personalModels.exportFile(record.id);
    expect(await personalModels.importFile(patientId, file)).toEqual({ status: 'already_here', record });

    const other = await patients.add({ code: 'P2', side: 'l' });
    const { status, record: copy } = await personalModels.importFile(other.id, file);
    expect(status).toBe('imported');
    expect(copy).toEqual({ ...record, id: copy.id, patientId: other.id, importedAt: copy.importedAt });
    expect(copy.id).not.toBe(record.id);
    expect(copy.importedAt).not.toBeNull();
    expect((await personalModels.load(copy.id)).bytes).toEqual(newModel('').bytes);
    // The therapist chooses it.
    expect(await personalModels.active(other.id, BASE)).toBeNull();
    expect((await personalModels.importFile(other.id, file)).status).toBe('already_here');
    await expect(personalModels.importFile('nobody', file)).rejects.toMatchObject({ code: 'not_found' });
  });
});
