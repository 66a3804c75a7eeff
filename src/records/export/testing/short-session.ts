import { BatchCollector } from '../../log/batch-collector';
import type { LogLayout, LogSession } from '../../log/contents';
import { SessionLog } from '../../log/session-log';
import { MemoryFile } from '../../log/testing/memory-file';

export const EPOCH = Date.UTC(2026, 0, 2, 9, 30, 0);
export const LAYOUT: LogLayout = {
  rate: 100,
  channels: ['knee_angle_r', 'ankle_angle_l', 'emg_vm_r', 'foot_contact_r'],
  lanes: [{ side: 'r', joints: ['knee_angle_r'] }],
  horizonsMs: [100, 200],
};
const SESSION: LogSession = {
  id: 's1',
  patientId: 'p1',
  startedAt: new Date(EPOCH).toISOString(),
  device: 'Exo "2"',
  serial: 'SN-7',
  source: 'serial',
  affectedSide: 'l',
};
/** What a spreadsheet would run, and what tells files apart. */
export const LABELS = ['=1+1', 'turn, "left"', '@SUM(A1)', '转身\tand stop', '-2', 'step'];
const STEPS = 20;
/** A hole in the stream: these ticks never came. */
const LOST = { from: 120, to: 140 };
const TICKS = 200;

export const measuredAt = (tick: number): Float32Array =>
  Float32Array.of(
    40 * Math.sin(tick / 16),
    tick === 7 ? Number.NaN : -tick / 7,
    1e-4 * tick,
    Number(tick % 100 < 60),
  );

/** Mean, low and high at 10 ms steps. */
export const forecastAt = (tick: number): Float32Array =>
  Float32Array.from({ length: 3 * STEPS }, (_, i) => Math.fround(tick + i / 8));

export const hasForecast = (tick: number): boolean => tick >= 50;

export const ticksThere = (): number[] =>
  [...Array(TICKS).keys()].filter((tick) => tick < LOST.from || tick >= LOST.to);

/** Two seconds with a hole, a value that is missing, forecasts that begin late and marks that are meant ill. */
export function shortSession(): Blob {
  const file = new MemoryFile();
  const log = new SessionLog(file, SESSION);
  const collector = new BatchCollector();
  log.layout(LAYOUT);
  collector.layout(LAYOUT);
  for (const tick of ticksThere()) {
    const at = EPOCH + 10 * tick + (tick % 5) / 2;
    collector.wire(Uint8Array.of(tick, 0), at);
    collector.tick(tick, measuredAt(tick), at);
    if (hasForecast(tick)) collector.forecast(tick, [{ shown: forecastAt(tick), steps: STEPS }], at);
    const label = tick % 30 === 10 ? LABELS[(tick - 10) / 30] : undefined;
    if (label !== undefined)
      collector.note({ topic: 'marker', atMs: at + 3, tick, value: { label, fromDevice: false } });
    if (tick % 8 === 7) log.append(collector.take()!);
  }
  collector.note({ topic: 'marker', atMs: EPOCH + 9000, tick: TICKS - 1, value: { label: 'after the end' } });
  log.append(collector.take()!);
  log.finish();
  return new Blob([file.bytes]);
}
