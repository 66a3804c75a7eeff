import { describe, expect, it } from 'vitest';
import { type JournalEntry, lastSignalCheck, readJournal, writeJournal } from './session-journal';

function memory() {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

const entry = (id: string, change: Partial<JournalEntry> = {}): JournalEntry => ({
  id,
  startedAt: `2026-01-01T10:00:${id.padStart(2, '0')}.000Z`,
  source: 'serial',
  device: 'Exo',
  serial: 'SN1',
  affectedSide: 'r',
  signalCheck: null,
  calibration: null,
  markers: [],
  ...change,
});

const found: JournalEntry['signalCheck'] = {
  at: '2026-01-01T10:01:00.000Z',
  sound: false,
  steps: ['stand'],
  findings: [{ channel: 'knee_angle_r', step: 'stand', code: 'flat', severity: 'fix', figures: { sd: 0 } }],
};

describe('session journal', () => {
  it('keeps what a session was, newest first, and replaces an entry by its id', () => {
    const store = memory();
    writeJournal(entry('1'), store);
    writeJournal(entry('2'), store);
    writeJournal(entry('1', { signalCheck: found }), store);
    expect(readJournal(store)).toEqual([entry('2'), entry('1', { signalCheck: found })]);
    expect(lastSignalCheck('SN1', store)).toEqual(found);
    expect(lastSignalCheck('SN2', store)).toBeUndefined();
  });

  it('loses one damaged entry, not the others', () => {
    const store = memory();
    writeJournal(entry('1'), store);
    const [key, text] = [...store.values][0];
    const value = JSON.parse(text) as { entries: unknown[] };
    value.entries.push({ id: 5 }, 'x');
    store.values.set(key, JSON.stringify(value));
    expect(readJournal(store)).toEqual([entry('1')]);
    store.values.set(key, '{not json');
    expect(readJournal(store)).toEqual([]);
  });

  it('makes room for new sessions, and says when the browser keeps nothing', () => {
    const store = memory();
    for (let i = 0; i < 105; i++) {
      const minute = String(i % 60).padStart(2, '0');
      writeJournal(
        entry(String(i), { startedAt: `2026-01-01T${10 + Math.floor(i / 60)}:${minute}:00.000Z` }),
        store,
      );
    }
    const kept = readJournal(store);
    expect(kept).toHaveLength(100);
    expect(kept.at(-1)!.id).toBe('5');
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('quota');
      },
    };
    expect(writeJournal(entry('1'), full)).toBe(false);
  });
});
