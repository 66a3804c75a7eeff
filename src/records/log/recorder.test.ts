import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Changes } from '../changes';
import { Database } from '../database/database';
import { Sessions } from '../sessions';
import type { LogReport } from './protocol';
import { Recorder } from './recorder';
import { MemoryFile } from './testing/memory-file';

const SESSION = {
  id: 'session-7',
  patientId: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  device: 'Exo',
  serial: '1',
  source: 'serial',
  affectedSide: 'r' as const,
};

/** Private files and locks as a worker of a browser has them, as far as one new log needs them. */
function withPrivateFiles(file: MemoryFile): void {
  const handle = { createSyncAccessHandle: () => Promise.resolve(file) };
  const folder = { getFileHandle: () => Promise.resolve(handle) };
  vi.stubGlobal('navigator', {
    storage: { getDirectory: () => Promise.resolve({ getDirectoryHandle: () => Promise.resolve(folder) }) },
    locks: { request: (_: string, __: object, held: (lock: object) => Promise<void>) => held({}) },
  });
}

describe('recorder', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('says of a log that could not be opened that nothing of this session is recorded', async () => {
    const reports: LogReport[] = [];
    const database = new Database();
    const recorder = new Recorder({
      database,
      sessions: new Sessions(database, new Changes()),
      report: (report) => reports.push(report),
      now: () => performance.now(),
    });
    // There are no private files here.
    await recorder.take({
      type: 'open',
      session: SESSION,
    });
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ type: 'stopped', id: 'session-7', code: 'unavailable' });
    await recorder.take({ type: 'close' });
    expect(reports).toHaveLength(1);
  });

  it('writes the log while the database is busy for as long as it likes', async () => {
    const file = new MemoryFile();
    withPrivateFiles(file);
    const reports: LogReport[] = [];
    let free: () => void = () => undefined;
    const busy = new Promise<void>((resolve) => {
      free = resolve;
    });
    const told: string[] = [];
    const sessions = {
      add: () => busy.then(() => told.push('added')),
      update: () => Promise.resolve(told.push('updated')),
    } as unknown as Sessions;
    const recorder = new Recorder({
      database: new Database(),
      sessions,
      report: (report) => reports.push(report),
      now: () => performance.now(),
    });
    await recorder.take({ type: 'open', session: SESSION });
    await recorder.take({ type: 'describe', row: { strides: 1 }, details: {} });
    const before = file.getSize();
    await recorder.take({
      type: 'batch',
      batch: {
        wire: { bytes: Uint8Array.of(1, 2, 3), ends: Uint32Array.of(3), atMs: Float64Array.of(1) },
        ticks: { numbers: new Int32Array(0), atMs: new Float64Array(0), measured: new Float32Array(0) },
        forecasts: { numbers: new Int32Array(0), atMs: new Float64Array(0), values: [] },
        notes: [],
      },
    });
    expect(file.flushed).toBeGreaterThan(before);
    expect(reports).toEqual([]);
    free();
    await vi.waitFor(() => expect(reports).toHaveLength(1));
    // The row is there before anybody hears of the session, and before it is changed.
    expect(reports[0]).toMatchObject({ type: 'written', id: 'session-7' });
    expect(told).toEqual(['added', 'updated']);
  });
});
