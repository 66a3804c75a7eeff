import { BatchCollector } from '../../../src/records/log/batch-collector';
import type { LogLayout } from '../../../src/records/log/contents';
import { holdLog } from '../../../src/records/log/log-store';
import { SessionLog } from '../../../src/records/log/session-log';

/** Writes an hour of 16 channels at 1 kHz through the path of a live session, as fast as it goes. */
export interface HourReport {
  /** Of the hour, 0 to 1. */
  readonly share: number;
  readonly bytes: number;
  /** To give the log its end; null until then. */
  readonly finishMs: number | null;
}

const LAYOUT: LogLayout = {
  rate: 100,
  channels: Array.from({ length: 16 }, (_, i) => `channel_${i}`),
  lanes: [
    { side: 'r', joints: ['knee_angle_r'] },
    { side: 'l', joints: ['knee_angle_l'] },
  ],
  horizonsMs: [10, 20, 50, 100, 200, 500],
};
const STEPS = 50;
/** Ten samples of 16 channels at 16 bits in a frame. */
const WIRE_BYTES_A_TICK = 10 * 16 * 2 + 24;
/** Ticks of a batch, and of one report. */
const BATCH = 8;
const REPORT = 18_000;

self.onmessage = ({ data }: MessageEvent<{ name: string; seconds: number }>) => void write(data);

/** The other side has looked at what it wanted to see standing still. */
const goneOn = (): Promise<void> =>
  new Promise((resolve) => {
    self.onmessage = () => resolve();
  });

async function write({ name, seconds }: { name: string; seconds: number }): Promise<void> {
  const held = await holdLog(name, { create: true });
  if (held === null) throw new Error('taken');
  const epoch = Date.UTC(2026, 0, 1);
  const session = {
    id: 'hour',
    patientId: null,
    startedAt: new Date(epoch).toISOString(),
    device: 'bench',
    serial: 'bench',
    source: 'serial',
    affectedSide: 'r' as const,
  };
  const log = new SessionLog(held.file, session);
  const collector = new BatchCollector();
  log.layout(LAYOUT);
  collector.layout(LAYOUT);
  const row = new Float32Array(LAYOUT.channels.length);
  const wire = new Uint8Array(WIRE_BYTES_A_TICK);
  const lanes = LAYOUT.lanes.map(() => ({ shown: new Float32Array(3 * STEPS), steps: STEPS }));
  const ticks = seconds * LAYOUT.rate;
  const report = (share: number, finishMs: number | null): void =>
    self.postMessage({ share, bytes: log.bytes, finishMs } satisfies HourReport);
  for (let tick = 0; tick < ticks; tick++) {
    const at = epoch + 10 * tick;
    row.fill(Math.sin(tick / 17));
    wire.fill(tick % 251);
    for (const { shown } of lanes) shown.fill(Math.cos(tick / 17));
    collector.wire(wire, at);
    collector.tick(tick, row, at);
    collector.forecast(tick, lanes, at);
    if (tick % BATCH === BATCH - 1) log.append(collector.take()!);
    if (tick % REPORT === 0) {
      report(tick / ticks, null);
      await goneOn();
    }
  }
  const began = performance.now();
  log.finish();
  const finishMs = performance.now() - began;
  held.release();
  report(1, finishMs);
}
