import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordsChange } from './changes';
import type { Records } from './records';
import { patientShape } from './shapes/patient';
import { readRecord } from './shapes/shape';
import { newModel, newSession } from './testing/fixtures';
import { freshRecords } from './testing/open';

describe('patients', () => {
  let records: Records;
  beforeEach(async () => {
    records = await freshRecords();
  });
  afterEach(() => records.close());

  it('are kept, listed by pseudonym as people count, and frozen', async () => {
    const { patients } = records;
    for (const code of ['P10', 'P2', ' Anna ']) await patients.add({ code, side: 'l', notes: 'knee brace' });
    const list = await patients.list();
    expect(list.map((p) => p.code)).toEqual(['Anna', 'P2', 'P10']);
    expect(await patients.get(list[0].id)).toEqual({ ...list[0], side: 'l', notes: 'knee brace' });
    expect(Object.isFrozen(list[0])).toBe(true);
    expect(await patients.get('nobody')).toBeNull();
  });

  it('change in part, and nothing else of them does', async () => {
    const { patients } = records;
    const before = await patients.add({ code: 'P1', side: 'l', notes: 'a', setup: 's' });
    const after = await patients.update(before.id, { notes: 'b' });
    expect(after).toEqual({ ...before, notes: 'b', updatedAt: after.updatedAt });
    expect(await patients.get(before.id)).toEqual(after);
    await expect(patients.update('nobody', { notes: 'b' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keep what they aim for; those written before there were goals have none', async () => {
    const { patients } = records;
    const { id, goals } = await patients.add({ code: 'P1', side: 'l' });
    expect(goals).toEqual([]);
    const goal = {
      joint: 'knee',
      side: 'l',
      moment: 'swing',
      low: 50,
      high: 60,
      basis: 'best',
      steps: 20,
      setAt: '2026-01-01T10:00:00.000Z',
    } as const;
    await patients.update(id, { goals: [goal] });
    await patients.update(id, { notes: 'n' });
    expect((await patients.get(id))?.goals).toEqual([goal]);
    const upsideDown = { ...goal, low: 61 };
    await expect(patients.update(id, { goals: [upsideDown] })).rejects.toMatchObject({ code: 'damaged' });
    const { goals: _, ...old } = (await patients.get(id))!;
    expect(readRecord(patientShape, { ...old, version: 1 }).goals).toEqual([]);
  });

  it('never share a pseudonym, however it is written', async () => {
    const { patients } = records;
    const one = await patients.add({ code: 'Ｐ 1', side: 'l' });
    await expect(patients.add({ code: ' p  1', side: 'r' })).rejects.toMatchObject({ code: 'code_taken' });
    const two = await patients.add({ code: 'P2', side: 'r' });
    await expect(patients.update(two.id, { code: 'P 1' })).rejects.toMatchObject({ code: 'code_taken' });
    await patients.update(one.id, { code: 'p 1' });
    await expect(patients.add({ code: '  ', side: 'r' })).rejects.toMatchObject({ code: 'damaged' });
    expect((await patients.list()).map((p) => p.code)).toEqual(['p 1', 'P2']);
  });

  it('go with everything that is theirs, and with nothing that is not', async () => {
    const { patients, personalModels, sessions } = records;
    const [gone, stays] = [
      await patients.add({ code: 'A', side: 'l' }),
      await patients.add({ code: 'B', side: 'l' }),
    ];
    const lost = await personalModels.save(newModel(gone.id));
    const kept = await personalModels.save(newModel(stays.id));
    const at = '2026-01-01T10:00:00.000Z';
    await sessions.add(newSession(at, { id: 'lost', patientId: gone.id, logFile: 'lost.mcap' }));
    await sessions.add(newSession(at, { id: 'kept', patientId: stays.id }));
    await sessions.add(newSession(at, { id: 'nobody' }));

    await patients.remove(gone.id);
    await patients.remove(gone.id);
    expect((await patients.list()).map((p) => p.id)).toEqual([stays.id]);
    expect(await personalModels.list(gone.id)).toEqual([]);
    await expect(personalModels.load(lost.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await personalModels.activeIds(gone.id)).toEqual([]);
    expect((await sessions.list()).map((s) => s.id)).toEqual(['nobody', 'kept']);
    expect(await sessions.details('lost')).toBeNull();
    expect((await personalModels.load(kept.id)).record).toEqual(kept);
  });

  it('are not resurrected by a model that comes too late', async () => {
    const gone = await records.patients.add({ code: 'A', side: 'l' });
    await records.patients.remove(gone.id);
    await expect(records.personalModels.save(newModel(gone.id))).rejects.toMatchObject({ code: 'not_found' });
    expect(await records.personalModels.list(gone.id)).toEqual([]);
  });

  it('tell every listener of a change, until it has heard enough', async () => {
    const heard: RecordsChange[] = [];
    const stop = records.subscribe((change) => heard.push(change));
    const { id } = await records.patients.add({ code: 'A', side: 'l' });
    await expect(records.patients.add({ code: 'a', side: 'l' })).rejects.toThrow();
    stop();
    await records.patients.update(id, { side: 'r' });
    expect(heard).toEqual([{ what: 'patients', patientId: id }]);
  });
});
