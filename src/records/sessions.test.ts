import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecords, type Records } from './records';
import { type JournalEntry, writeJournal } from './session-journal';
import { type SessionRow, sessionShape } from './shapes/session';
import { readRecord } from './shapes/shape';
import { newSession } from './testing/fixtures';
import { freshRecords, newBrowser } from './testing/open';

const second = (n: number) => new Date(Date.UTC(2026, 0, 1) + 1000 * n).toISOString();

describe('sessions', () => {
  let records: Records;
  beforeEach(async () => {
    records = await freshRecords();
  });
  afterEach(() => records.close());

  it('keep row and details apart, and change in part', async () => {
    const { sessions } = records;
    const markers = [{ label: 'turn', tick: 5, fromDevice: false }];
    const row = await sessions.add(newSession(second(0), { state: 'recording' }), { markers });
    expect(await sessions.get(row.id)).toEqual(row);
    expect(await sessions.details(row.id)).toMatchObject({ markers, signalCheck: null, notes: '' });
    const closed = await sessions.update(row.id, { state: 'closed', endedAt: second(60) }, { notes: 'calm' });
    expect(closed).toEqual({ ...row, state: 'closed', endedAt: second(60) });
    expect(await sessions.details(row.id)).toMatchObject({ markers, notes: 'calm' });
    await sessions.update(row.id, {}, { conclusion: 'better than last time' });
    expect(await sessions.details(row.id)).toMatchObject({
      notes: 'calm',
      conclusion: 'better than last time',
    });
    await expect(sessions.update('none', {})).rejects.toMatchObject({ code: 'not_found' });
    await sessions.remove(row.id);
    expect([await sessions.get(row.id), await sessions.details(row.id)]).toEqual([null, null]);
  });

  it('of the first version, which had no names, are read with none; a name is kept', async () => {
    const { sessions } = records;
    const old = { ...newSession(second(0)), id: 'old', version: 1 };
    expect(readRecord(sessionShape, old)).toEqual({ ...old, version: 2, title: '' });
    const { id } = await sessions.add(newSession(second(1)));
    expect(await sessions.update(id, { title: 'retest' })).toMatchObject({ title: 'retest', version: 2 });
    expect((await sessions.get(id))?.title).toBe('retest');
  });

  it('are listed newest first, page by page, each once, also those of the same second', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ at: fc.integer({ min: 0, max: 6 }), patient: fc.constantFrom(null, 'a', 'b') }),
          {
            maxLength: 25,
          },
        ),
        fc.constantFrom(undefined, 'a'),
        fc.integer({ min: 1, max: 7 }),
        async (added, patientId, limit) => {
          const fresh = await freshRecords();
          for (const { at, patient } of added)
            await fresh.sessions.add(newSession(second(at), { patientId: patient }));
          const all = await fresh.sessions.list({ patientId });
          expect(all).toHaveLength(
            added.filter((s) => patientId === undefined || s.patient === patientId).length,
          );
          const times = all.map((s) => s.startedAt);
          expect(times).toEqual([...times].sort().reverse());
          const paged: SessionRow[] = [];
          for (;;) {
            const page = await fresh.sessions.list({ patientId, limit, after: paged.at(-1) });
            paged.push(...page);
            if (page.length < limit) break;
          }
          expect(paged).toEqual(all);
          fresh.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('come over once from where older versions kept them', async () => {
    newBrowser();
    const store = new Map<string, string>();
    const journal = {
      getItem: (key: string) => store.get(key) ?? null,
      setItem: (key: string, value: string) => void store.set(key, value),
    };
    const entry: JournalEntry = {
      id: 'old',
      startedAt: second(0),
      source: 'serial',
      device: 'Exo',
      serial: 'SN1',
      affectedSide: 'l',
      signalCheck: { at: second(1), sound: true, steps: ['stand'], findings: [] },
      calibration: { version: 1 },
      markers: [{ label: 'm', tick: 3, fromDevice: true }],
    };
    writeJournal(entry, journal);
    const first = await openRecords({ journal });
    expect(await first.sessions.list()).toMatchObject([
      { id: 'old', startedAt: second(0), affectedSide: 'l', state: 'closed', logFile: null },
    ]);
    const { id, signalCheck, calibration, markers } = entry;
    expect(await first.sessions.details('old')).toMatchObject({ id, signalCheck, calibration, markers });
    await first.sessions.remove('old');
    first.close();
    const again = await openRecords({ journal });
    expect(await again.sessions.list()).toEqual([]);
    again.close();
  });
});
