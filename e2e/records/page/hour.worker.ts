import { holdLog } from '../../../src/records/log/log-store';
import { writeLongSession } from '../long-session';

/** Writes an hour of 16 channels at 1 kHz into the private files, as fast as it goes. */
export interface HourReport {
  /** Of the hour, 0 to 1. */
  readonly share: number;
  readonly bytes: number;
  /** To give the log its end; null until then. */
  readonly finishMs: number | null;
}

self.onmessage = ({ data }: MessageEvent<{ name: string; seconds: number }>) => void write(data);

/** The other side has looked at what it wanted to see standing still. */
const goneOn = (): Promise<void> =>
  new Promise((resolve) => {
    self.onmessage = () => resolve();
  });

async function write({ name, seconds }: { name: string; seconds: number }): Promise<void> {
  const held = await holdLog(name, { create: true });
  if (held === null) throw new Error('taken');
  const report = (report: HourReport): void => self.postMessage(report);
  const walk = writeLongSession(held.file, 'hour', seconds);
  let next = walk.next();
  for (; !next.done; next = walk.next()) {
    report({ ...next.value, finishMs: null });
    await goneOn();
  }
  const log = next.value;
  const began = performance.now();
  log.finish();
  const finishMs = performance.now() - began;
  held.release();
  report({ share: 1, bytes: log.bytes, finishMs });
}
