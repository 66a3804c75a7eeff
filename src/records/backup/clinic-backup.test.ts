import { beforeEach, describe, expect, it } from 'vitest';
import { openRecords, type Records } from '../records';
import { DEFAULT_PROTOCOL } from '../shapes/protocol';
import { BASE, newModel, newSession } from '../testing/fixtures';
import { newBrowser } from '../testing/open';
import { ClinicBackup } from './clinic-backup';
import type { Decision } from './plan';
import { MemoryShelf } from './testing/memory-shelf';
import { memorySink } from './testing/sink';

const PASSPHRASE = 'correct horse battery';
const LOG = Uint8Array.from({ length: 2_500_000 }, (_, i) => (i * 31) ^ (i >> 7));

interface Clinic {
  records: Records;
  shelf: MemoryShelf;
  backup: ClinicBackup;
}

async function clinic(): Promise<Clinic> {
  newBrowser();
  const shelf = new MemoryShelf();
  return { records: await openRecords(), shelf, backup: new ClinicBackup(shelf) };
}

/** One patient with two models, three sessions (one is nobody's, one without a log), notes and markers. */
async function fill({ records, shelf }: Clinic) {
  const patient = await records.patients.add({ code: 'P-1', side: 'l', notes: '左膝' });
  const first = await records.personalModels.save(newModel(patient.id));
  const second = await records.personalModels.save(
    newModel(patient.id, { parentId: first.id, bytes: new Uint8Array(70_000).fill(3) }),
  );
  const withLog = await records.sessions.add(
    newSession('2026-11-01T10:00:00.000Z', {
      patientId: patient.id,
      logFile: 'a.mcap',
      logBytes: LOG.length,
    }),
    { notes: 'tired', markers: [{ label: 'turn', tick: 5, fromDevice: false }], calibration: { zero: 1 } },
  );
  await records.sessions.add(newSession('2026-11-02T10:00:00.000Z', { patientId: patient.id }));
  await records.sessions.add(newSession('2026-11-03T10:00:00.000Z', { logFile: 'b.mcap', logBytes: 3 }));
  await records.sessions.add(
    newSession('2026-11-04T10:00:00.000Z', { state: 'recording', logFile: 'c.mcap' }),
  );
  shelf.files.set('a.mcap', LOG);
  shelf.files.set('b.mcap', Uint8Array.of(1, 2, 3));
  shelf.files.set('c.mcap', Uint8Array.of(9));
  await records.protocol.save({ ...DEFAULT_PROTOCOL, steps: DEFAULT_PROTOCOL.steps.slice(0, 2) });
  return { patient, first, second, withLog };
}

async function written({ backup }: Clinic): Promise<Blob> {
  const { sink, file } = memorySink();
  await backup.write(sink, PASSPHRASE);
  return file();
}

/** What is kept, as text. */
async function everything({ records, shelf }: Clinic) {
  const patients = await records.patients.list();
  const sessions = await records.sessions.list();
  const models = (await Promise.all(patients.map((p) => records.personalModels.list(p.id)))).flat();
  return {
    patients,
    sessions,
    details: await Promise.all(sessions.map((s) => records.sessions.details(s.id))),
    models: await Promise.all(models.map((m) => records.personalModels.load(m.id))),
    active: await Promise.all(patients.map((p) => records.personalModels.activeIds(p.id))),
    protocol: await records.protocol.load(),
    logs: [...shelf.files.keys()].sort(),
  };
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );
const answer = (patientId: string, decision: Decision) => new Map([[patientId, decision]]);

describe('backup of a clinic', { timeout: 60_000 }, () => {
  let origin: Clinic;
  beforeEach(async () => {
    origin = await clinic();
  });

  it('comes back whole in another browser', async () => {
    await fill(origin);
    const before = await everything(origin);
    const file = await written(origin);
    const text = await file.text();
    for (const secret of ['tired', '.mcap', '左膝']) expect(text.includes(secret), secret).toBe(false);

    const other = await clinic();
    const offer = await other.backup.check(file, PASSPHRASE);
    expect(offer.manifest).toMatchObject({ patients: 1, models: 2, sessions: 3, logs: 2 });
    expect(offer.comparison).toEqual({ collisions: [], fresh: 1, same: 0, protocolStays: false });
    const steps: number[] = [];
    await other.backup.restore(offer, new Map(), { onProgress: (done, total) => steps.push(done / total) });
    expect(steps.at(-1)).toBe(1);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));

    const after = await everything(other);
    // Logs are called after their sessions.
    const named = before.sessions
      .filter((s) => s.state === 'closed')
      .map((s) => ({ ...s, logFile: s.logFile && `${s.id}.mcap` }));
    expect(after.sessions).toEqual(named);
    expect(after.details).toEqual(before.details.filter((_, i) => before.sessions[i].state === 'closed'));
    for (const part of ['patients', 'models', 'active', 'protocol'] as const)
      expect(after[part]).toEqual(before[part]);
    const log = other.shelf.files.get(`${named.find((s) => s.logBytes > 3)!.id}.mcap`)!;
    expect(Buffer.compare(log, LOG)).toBe(0);
    expect(other.shelf.held.size).toBe(0);

    // The same once more: nothing to do, and nothing is done.
    const again = await other.backup.check(file, PASSPHRASE);
    expect(again.comparison).toEqual({ collisions: [], fresh: 0, same: 1, protocolStays: true });
    await other.backup.restore(again, new Map());
    expect(await everything(other)).toEqual(after);
  });

  it('asks before it overwrites: mine stays, theirs takes the place, both stand side by side', async () => {
    const { patient, second, withLog } = await fill(origin);
    const file = await written(origin);
    // Since then: renamed, one model and one session less, a new session.
    await origin.records.patients.update(patient.id, { notes: 'changed since' });
    await origin.records.personalModels.remove(second.id);
    await origin.records.sessions.update(
      (await origin.records.sessions.list()).find((s) => s.state === 'recording')!.id,
      { state: 'closed', patientId: patient.id },
    );
    const before = await everything(origin);

    const offer = await origin.backup.check(file, PASSPHRASE);
    expect(offer.comparison.collisions).toMatchObject([
      {
        kind: 'same_patient',
        patientId: patient.id,
        hereId: patient.id,
        here: { sessions: 3, models: 1 },
        backup: { sessions: 2, models: 2 },
      },
    ]);
    await origin.backup.restore(offer, new Map());
    expect(await everything(origin)).toEqual(before);
    await origin.backup.restore(offer, answer(patient.id, 'mine'));
    expect(await everything(origin)).toEqual(before);

    await origin.backup.restore(offer, answer(patient.id, 'both'));
    const both = await everything(origin);
    expect(both.patients.map((p) => [p.code, p.notes])).toEqual([
      ['P-1', 'changed since'],
      ['P-1 (2)', '左膝'],
    ]);
    const copy = both.patients[1].id;
    expect(copy).not.toBe(patient.id);
    expect(both.models).toHaveLength(3);
    const copied = await origin.records.personalModels.list(copy);
    const parent = copied.find((m) => m.parentId === null)!;
    expect(copied.find((m) => m.size === 70_000)!.parentId).toBe(parent.id);
    expect((await origin.records.personalModels.active(copy, BASE))!.record.size).toBe(70_000);
    expect(await origin.records.sessions.list({ patientId: copy })).toHaveLength(2);
    expect(await origin.records.sessions.list({ patientId: patient.id })).toHaveLength(3);

    const anew = await origin.backup.check(file, PASSPHRASE);
    await origin.backup.restore(anew, answer(patient.id, 'theirs'));
    const theirs = await everything(origin);
    expect((await origin.records.patients.get(patient.id))!.notes).toBe('左膝');
    expect(await origin.records.personalModels.list(patient.id)).toHaveLength(2);
    const sessions = await origin.records.sessions.list({ patientId: patient.id });
    expect(sessions.map((s) => s.startedAt)).toEqual([
      '2026-11-02T10:00:00.000Z',
      '2026-11-01T10:00:00.000Z',
    ]);
    // The logs of what was replaced are gone, and every log has its session.
    expect(theirs.logs).toEqual(theirs.sessions.flatMap((s) => s.logFile ?? []).sort());
    expect(sessions.find((s) => s.id === withLog.id)!.logFile).not.toBe('a.mcap');
  });

  it('asks about another patient by the same code, and gives the second a code of its own', async () => {
    const { patient } = await fill(origin);
    const file = await written(origin);
    const other = await clinic();
    const mine = await other.records.patients.add({ code: 'p-1', side: 'r', notes: 'somebody else' });
    const offer = await other.backup.check(file, PASSPHRASE);
    expect(offer.comparison.collisions).toMatchObject([
      { kind: 'same_code', hereId: mine.id, hereCode: 'p-1' },
    ]);
    await other.backup.restore(offer, answer(patient.id, 'both'));
    expect((await other.records.patients.list()).map((p) => [p.code, p.notes])).toEqual([
      ['p-1', 'somebody else'],
      ['P-1 (2)', '左膝'],
    ]);
    expect((await other.records.patients.get(patient.id))!.code).toBe('P-1 (2)');
  });

  it('says what is wrong with a file, and writes nothing of it', async () => {
    await fill(origin);
    const file = await written(origin);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { backup, records, shelf } = await clinic();
    const check = (blob: Blob, passphrase = PASSPHRASE) => codeOf(backup.check(blob, passphrase));
    const flipped = (at: number) => {
      const copy = bytes.slice();
      copy[at] ^= 1;
      return new Blob([copy]);
    };
    expect(await check(file, 'correct horse batterz')).toBe('wrong_passphrase');
    expect(await check(file, PASSPHRASE.replaceAll('o', 'ｏ'))).toBe('none');
    for (const share of [0.0001, 0.3, 0.9999])
      expect(await check(file.slice(0, Math.floor(file.size * share)))).toBe('cut_short');
    for (const at of [40, 72, 100, 1_500_000, bytes.length - 1])
      expect(await check(flipped(at)), `byte ${at}`).toBe('damaged');
    const newer = bytes.slice();
    newer[12] = 9;
    expect(await check(new Blob([newer]))).toBe('newer_version');
    expect(await check(new Blob(['name,knee\n1,2\n'.repeat(20)]))).toBe('not_a_backup');
    expect(await records.patients.list()).toEqual([]);
    expect(shelf.files.size).toBe(0);
  });

  it('leaves nothing behind when the disk is full, or it is cancelled, at whatever point', async () => {
    await fill(origin);
    const file = await written(origin);
    const other = await clinic();
    const mine = await other.records.patients.add({ code: 'mine', side: 'r' });
    const before = await everything(other);
    const offer = await other.backup.check(file, PASSPHRASE);
    other.shelf.told = LOG.length;
    expect(await codeOf(other.backup.restore(offer, new Map()))).toBe('full');
    other.shelf.told = null;
    for (const left of [0, 100_000, LOG.length - 1, LOG.length + 2]) {
      other.shelf.left = left;
      expect(await codeOf(other.backup.restore(offer, new Map())), String(left)).toBe('full');
      expect(await everything(other), String(left)).toEqual(before);
    }
    other.shelf.left = Number.POSITIVE_INFINITY;
    for (const stopAt of [1, 2, 4]) {
      const cancel = new AbortController();
      let steps = 0;
      const onProgress = () => ++steps === stopAt && cancel.abort();
      const restored = other.backup.restore(offer, new Map(), {
        signal: cancel.signal,
        onProgress: () => void onProgress(),
      });
      expect(await codeOf(restored)).toBe('cancelled');
      expect(await everything(other)).toEqual(before);
    }
    expect(other.shelf.held.size).toBe(0);
    await other.backup.restore(offer, new Map());
    expect((await other.records.patients.list()).map((p) => p.id)).toContain(mine.id);
    expect(other.shelf.files.size).toBe(2);
  });

  it('is not made over what has changed since the therapist decided, nor while a session is recorded', async () => {
    await fill(origin);
    const file = await written(origin);
    const other = await clinic();
    const offer = await other.backup.check(file, PASSPHRASE);
    await other.records.patients.add({ code: 'new', side: 'r' });
    expect(await codeOf(other.backup.restore(offer, new Map()))).toBe('changed');
    expect(other.shelf.files.size).toBe(0);
    await other.records.sessions.add(newSession('2026-11-05T10:00:00.000Z', { state: 'recording' }));
    const later = await other.backup.check(file, PASSPHRASE);
    expect(await codeOf(other.backup.restore(later, new Map()))).toBe('recording');
    expect((await other.records.patients.list()).map((p) => p.code)).toEqual(['new']);
  });

  it('is not written with a short passphrase, on a full disk, or over what goes meanwhile', async () => {
    await fill(origin);
    const failing = async (passphrase: string, room?: number, running = {}) => {
      const { sink, aborted } = memorySink(room);
      const code = await codeOf(origin.backup.write(sink, passphrase, running));
      expect(aborted() || room !== undefined).toBe(true);
      return code;
    };
    expect(await failing('short')).toBe('weak_passphrase');
    expect(await failing(PASSPHRASE, 1_000_000)).toBe('full');
    const cancel = new AbortController();
    cancel.abort();
    expect(await failing(PASSPHRASE, undefined, { signal: cancel.signal })).toBe('cancelled');
    const gone = { onProgress: () => origin.shelf.files.delete('a.mcap') };
    expect(await failing(PASSPHRASE, undefined, gone)).toBe('changed');
  });

  it('leaves a lost log out, and keeps its session', async () => {
    await fill(origin);
    origin.shelf.files.delete('a.mcap');
    const file = await written(origin);
    const other = await clinic();
    await other.backup.restore(await other.backup.check(file, PASSPHRASE), new Map());
    const sessions = await other.records.sessions.list();
    expect(sessions).toHaveLength(3);
    expect(sessions.filter((s) => s.logFile !== null)).toHaveLength(1);
  });
});
