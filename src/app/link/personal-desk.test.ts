import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PersonalDraft } from '../../engine/adapt-protocol';
import type { EngineCommand, EngineState } from '../../engine/protocol';
import type { Records } from '../../records/records';
import { BASE, newModel } from '../../records/testing/fixtures';
import { freshRecords } from '../../records/testing/open';
import { useApp } from '../store/store';
import { PatientDesk } from './patient-desk';
import { HELD, PersonalDesk } from './personal-desk';

/** The stored side is real; of the engine, what it is told. */
let records: Records;
let patients: PatientDesk;
let personal: PersonalDesk;
let end: () => void;
const sent: EngineCommand[] = [];

beforeEach(async () => {
  useApp.setState(useApp.getInitialState());
  sent.length = 0;
  records = await freshRecords();
  patients = new PatientDesk(Promise.resolve(records));
  personal = new PersonalDesk((command) => void sent.push(command), Promise.resolve(records));
  end = personal.start();
  await patients.start();
});
afterEach(() => {
  end();
  records.close();
});

const draft = (change: Partial<PersonalDraft> = {}): PersonalDraft => {
  const { patientId: _, accepted: _a, who: _w, ...rest } = newModel('-');
  return { ...rest, ...change };
};
const engineHas = (modelId: string | null, sha256 = BASE.baseSha256, phase = 'ready'): void =>
  useApp.getState().setEngine({ model: { id: modelId, sha256, phase } } as EngineState);
const active = (): { id: string; label: string } | null | undefined =>
  sent.flatMap((c) => (c.type === 'usePersonal' ? [c.personal] : [])).at(-1);
/** All that was begun is done. */
const quiet = async (): Promise<void> => {
  for (let i = 0; i < 5; i += 1) {
    await personal.done();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};
const newPatient = async (code: string, side: 'l' | 'r' = 'r'): Promise<string> => {
  const { id } = await patients.add({ code, side });
  patients.choose(id);
  return id;
};
const accept = async (change: Partial<PersonalDraft> = {}): Promise<void> => {
  personal.receive({ type: 'personal', draft: draft(change) });
  await quiet();
};
const outcome = () => useApp.getState().outcome;

describe('with a patient', () => {
  test('an accepted model is stored with its signature, and the engine told under which name', async () => {
    const id = await newPatient('P1');
    useApp.getState().changeSettings({ initials: 'KM' });
    engineHas('knee');
    await accept();
    const [stored] = await records.personalModels.list(id);
    expect(stored).toMatchObject({ who: 'KM', accepted: true, parentId: null, ...BASE });
    expect(active()).toMatchObject({ id: stored.id, label: '1' });
    expect(outcome()).toEqual({ kind: 'saved', n: 1, patient: 'P1' });
  });

  test('it is taken up when the page comes back, once, and only over the weights it belongs to', async () => {
    const id = await newPatient('P1', 'l');
    engineHas('knee');
    await accept();
    sent.length = 0;
    // A new page.
    end();
    personal = new PersonalDesk((command) => void sent.push(command), Promise.resolve(records));
    useApp.setState({ outcome: null, engine: null, activePersonal: null });
    end = personal.start();
    engineHas('knee', BASE.baseSha256, 'loading');
    await quiet();
    expect(sent).toEqual([]);
    engineHas('knee');
    engineHas('knee');
    await quiet();
    const [stored] = await records.personalModels.list(id);
    expect(sent).toHaveLength(1);
    expect(active()).toMatchObject({ id: stored.id, label: '1', draft: { bytes: draft().bytes } });
    expect(outcome()).toMatchObject({ kind: 'loaded', n: 1 });
    expect(useApp.getState().settings.affectedSide).toBe('l');
    engineHas('knee', 'd'.repeat(64));
    await quiet();
    expect(active()).toBeNull();
    expect(outcome()).toMatchObject({ kind: 'refused', code: 'other_base', patient: 'P1' });
  });

  test('each patient has their own; nobody inherits', async () => {
    engineHas('knee');
    const first = await newPatient('P1');
    await accept();
    await newPatient('P2');
    await quiet();
    expect(active()).toBeNull();
    patients.choose(first);
    await quiet();
    expect(active()).toMatchObject({ label: '1' });
    patients.choose(null);
    await quiet();
    expect(active()).toBeNull();
  });

  test('a classical forecaster in the network’s place is told by its name', async () => {
    await newPatient('P1');
    engineHas('knee');
    await accept({ kind: 'peer', peerId: 'knn' });
    expect(useApp.getState().personalPeer).toBe('knn');
    await personal.undo();
    expect(useApp.getState().personalPeer).toBeNull();
  });

  test('undo goes back to what it was made over, step by step', async () => {
    const id = await newPatient('P1');
    engineHas('knee');
    await accept();
    const [first] = await records.personalModels.list(id);
    await accept({ parentId: first.id, bytes: Uint8Array.of(9) });
    expect(outcome()).toMatchObject({ kind: 'saved', n: 2 });
    await personal.undo();
    expect(active()).toMatchObject({ id: first.id, label: '1' });
    expect((await records.personalModels.active(id, BASE))?.record.id).toBe(first.id);
    await personal.undo();
    expect(active()).toBeNull();
    expect(await records.personalModels.active(id, BASE)).toBeNull();
    expect(useApp.getState().canUndoPersonal).toBe(false);
    expect(await records.personalModels.list(id)).toHaveLength(2);
  });

  test('quiet updates take each other’s place; undo returns to the one accepted by hand', async () => {
    const id = await newPatient('P1');
    engineHas('knee');
    await accept();
    const [byHand] = await records.personalModels.list(id);
    let parentId = byHand.id;
    for (const byte of [11, 12, 13]) {
      await accept({ continuous: true, parentId, bytes: Uint8Array.of(byte) });
      parentId = active()!.id;
    }
    const stored = await records.personalModels.list(id);
    expect(stored).toHaveLength(2);
    expect(stored.find((m) => m.continuous)).toMatchObject({ parentId: byHand.id });
    expect(active()).toMatchObject({ label: '2' });
    expect(outcome()).toEqual({ kind: 'updated', n: 2, patient: 'P1' });
    await personal.undo();
    expect(active()).toMatchObject({ id: byHand.id });
    expect(sent).toContainEqual({ type: 'continuous', on: false });
  });

  test('one that the engine refuses is named, and the base model runs', async () => {
    await newPatient('P1');
    engineHas('knee');
    await accept();
    personal.receive({ type: 'personalRefused', id: active()!.id, code: 'other_channels' });
    await quiet();
    expect(outcome()).toEqual({ kind: 'refused', n: 1, patient: 'P1', code: 'other_channels' });
    expect(useApp.getState().canUndoPersonal).toBe(false);
  });

  test('a deleted patient takes the model along; a deleted model gives way to its parent', async () => {
    const id = await newPatient('P1');
    engineHas('knee');
    await accept();
    const [first] = await records.personalModels.list(id);
    await accept({ parentId: first.id, bytes: Uint8Array.of(9) });
    const second = (await records.personalModels.list(id)).find((m) => m.id !== first.id)!;
    await personal.remove(second);
    expect(active()).toMatchObject({ id: first.id });
    await patients.remove(id);
    await quiet();
    expect(active()).toBeNull();
    expect(useApp.getState().patients).toEqual([]);
    expect(useApp.getState().settings.patientId).toBeNull();
  });

  test('what cannot be stored runs on all the same, and says why it is not kept', async () => {
    await newPatient('P1');
    engineHas('knee');
    records.close();
    await accept();
    expect(outcome()).toMatchObject({ kind: 'notSaved' });
    expect(useApp.getState().canUndoPersonal).toBe(true);
  });
});

describe('without a patient', () => {
  test('the model is held, survives the engine, and is saved for whom one says', async () => {
    engineHas('knee');
    await accept();
    expect(outcome()).toEqual({ kind: 'held' });
    personal.receive({ type: 'fatal', detail: '' });
    await quiet();
    expect(active()).toBeUndefined();
    personal.receive({ type: 'state', state: useApp.getState().engine! });
    await quiet();
    expect(active()).toMatchObject({ id: HELD });
    const { id } = await patients.add({ code: 'P7', side: 'r' });
    await personal.keepFor(id);
    const [stored] = await records.personalModels.list(id);
    expect(active()).toMatchObject({ id: stored.id, label: '1' });
    expect(useApp.getState().settings.patientId).toBe(id);
    await personal.undo();
    expect(active()).toBeNull();
  });

  test('nobody walks with the model of another, and it can still be saved for whom it was', async () => {
    engineHas('knee');
    await accept();
    await newPatient('P2');
    await quiet();
    expect(active()).toBeNull();
    expect(useApp.getState().unsavedPersonal).toBe(true);
    const { id } = await patients.add({ code: 'P1', side: 'r' });
    await personal.keepFor(id);
    expect(active()).toMatchObject({ label: '1' });
    expect(useApp.getState().settings.patientId).toBe(id);
    expect(useApp.getState().unsavedPersonal).toBe(false);
  });

  test('undo steps back over quiet updates to the model accepted by hand, then to the base', async () => {
    engineHas('knee');
    await accept();
    await accept({ continuous: true, parentId: HELD, bytes: Uint8Array.of(5) });
    await accept({ continuous: true, parentId: HELD, bytes: Uint8Array.of(6) });
    await personal.undo();
    expect(active()).toMatchObject({ id: HELD, draft: { bytes: draft().bytes } });
    await personal.undo();
    expect(active()).toBeNull();
  });
});
