import { BatchCollector } from '../../src/records/log/batch-collector';
import type { LogLayout, LogSession } from '../../src/records/log/contents';
import type { LogFile } from '../../src/records/log/log-file';
import { SessionLog } from '../../src/records/log/session-log';

const RATE = 100;
const LAYOUT: LogLayout = {
  rate: RATE,
  channels: ['knee_angle_r', 'knee_angle_l', ...Array.from({ length: 14 }, (_, i) => `channel_${i}`)],
  lanes: [
    { side: 'r', joints: ['knee_angle_r'] },
    { side: 'l', joints: ['knee_angle_l'] },
  ],
  horizonsMs: [10, 20, 50, 100, 200, 500],
};
const STEPS = 50;
/** Ten samples of 16 channels at 16 bits in a frame. */
const WIRE_BYTES_A_TICK = 10 * 16 * 2 + 24;
/** Ticks of a batch, and between two looks at what was written. */
const BATCH = 8;
const LOOK = 18_000;
const STRIDE_S = 1.2;
const BEGAN = Date.UTC(2026, 0, 1);

/** A knee that walks, deg: a small bend in stance, a large one in swing. */
const knee = (s: number): number => {
  const phase = (s / STRIDE_S) % 1;
  const bump = (at: number, width: number): number => Math.exp(-(((phase - at) / width) ** 2));
  return 3 + 14 * bump(0.14, 0.08) + 56 * bump(0.72, 0.1);
};

/**
 * Writes a walk of 16 channels at 1 kHz with two legs forecast into the log of a session `id`, through the path of a live
 * session, as fast as it goes. Yields the share written now and then; the log still needs its end.
 */
export function* writeLongSession(
  file: LogFile,
  id: string,
  seconds: number,
): Generator<{ share: number; bytes: number }, SessionLog> {
  const session: LogSession = {
    id,
    patientId: null,
    startedAt: new Date(BEGAN).toISOString(),
    device: 'bench',
    serial: 'bench',
    source: 'serial',
    affectedSide: 'r',
  };
  const log = new SessionLog(file, session);
  const collector = new BatchCollector();
  log.layout(LAYOUT);
  collector.layout(LAYOUT);
  const row = new Float32Array(LAYOUT.channels.length);
  const wire = new Uint8Array(WIRE_BYTES_A_TICK);
  const lanes = LAYOUT.lanes.map(() => ({ shown: new Float32Array(3 * STEPS), steps: STEPS }));
  const ticks = seconds * RATE;
  for (let tick = 0; tick < ticks; tick++) {
    const s = tick / RATE;
    row.fill(Math.sin(tick / 17));
    row[0] = knee(s);
    row[1] = knee(s + STRIDE_S / 2);
    wire.fill(tick % 251);
    lanes.forEach(({ shown }, leg) => {
      for (let h = 0; h < STEPS; h++) {
        const mean = knee(s + (h + 1) / RATE + (leg * STRIDE_S) / 2) + Math.sin(tick / 7);
        shown[h] = mean;
        shown[STEPS + h] = mean - 3;
        shown[2 * STEPS + h] = mean + 3;
      }
    });
    const at = BEGAN + tick * (1000 / RATE);
    collector.wire(wire, at);
    collector.tick(tick, row, at);
    collector.forecast(tick, lanes, at);
    if (tick % BATCH === BATCH - 1) log.append(collector.take()!);
    if (tick % LOOK === 0) yield { share: tick / ticks, bytes: log.bytes };
  }
  return log;
}
