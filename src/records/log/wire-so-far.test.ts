import { describe, expect, it } from 'vitest';
import { SessionLog } from './session-log';
import { MemoryFile } from './testing/memory-file';
import { wireSoFar } from './wire-so-far';

const SESSION = {
  id: 's',
  patientId: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  device: 'Exo',
  serial: '1',
  source: 'serial',
  affectedSide: 'r' as const,
};

function append(log: SessionLog, bytes: Uint8Array<ArrayBuffer>, atMs: number): void {
  log.append({
    wire: { bytes, ends: Uint32Array.of(bytes.length), atMs: Float64Array.of(atMs) },
    ticks: { numbers: new Int32Array(0), atMs: new Float64Array(0), measured: new Float32Array(0) },
    forecasts: { numbers: new Int32Array(0), atMs: new Float64Array(0), values: [] },
    notes: [{ topic: 'event', atMs, tick: 0, value: { code: 'gap' } }],
  });
}

describe('wireSoFar', () => {
  it('gives what an unfinished log has, of several MiB, and lets the log go on meanwhile', async () => {
    const file = new MemoryFile();
    const log = new SessionLog(file, SESSION);
    const parts = Array.from({ length: 30 }, (_, i) => new Uint8Array(100_000 + i).fill(i));
    parts.forEach((part, i) => append(log, part, 10 * i));
    let pauses = 0;
    const got = await wireSoFar(file, () => {
      append(log, new Uint8Array(1000), 1000 + pauses++);
      return Promise.resolve();
    });
    expect(pauses).toBeGreaterThan(2);
    expect(Buffer.compare(got, Buffer.concat(parts))).toBe(0);
    expect((await wireSoFar(file, () => Promise.resolve())).length).toBe(got.length + 1000 * pauses);
  });
});
