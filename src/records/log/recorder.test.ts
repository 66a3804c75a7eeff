import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { Changes } from '../changes';
import { Database } from '../database/database';
import { Sessions } from '../sessions';
import type { LogReport } from './protocol';
import { Recorder } from './recorder';

describe('recorder', () => {
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
      session: {
        id: 'session-7',
        patientId: null,
        startedAt: '2026-01-01T00:00:00.000Z',
        device: 'Exo',
        serial: '1',
        source: 'serial',
        affectedSide: 'r',
      },
    });
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ type: 'stopped', id: 'session-7', code: 'unavailable' });
    await recorder.take({ type: 'close' });
    expect(reports).toHaveLength(1);
  });
});
