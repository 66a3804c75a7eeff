import { closeSync, fsyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import type { LogFile } from '../src/records/log/log-file';
import { BatchCollector } from '../src/records/log/batch-collector';
import type { LogLayout } from '../src/records/log/contents';
import { SessionLog } from '../src/records/log/session-log';

const RATE = 100;
const LAYOUT: LogLayout = {
  rate: RATE,
  channels: [
    'knee_angle_r',
    'knee_angle_l',
    ...Array.from({ length: 14 }, (_, i) => `channel_${i}` as const),
  ],
  lanes: [
    { side: 'r', joints: ['knee_angle_r'] },
    { side: 'l', joints: ['knee_angle_l'] },
  ],
  horizonsMs: [10, 20, 50, 100, 200, 500],
};
const STEPS = 50;
/** Ten samples of 16 channels at 16 bits in a frame. */
const WIRE_BYTES_A_TICK = 10 * 16 * 2 + 24;
const BATCH = 8;
const STRIDE_S = 1.2;

/** A knee that walks, deg: a small bend in stance, a large one in swing. */
const knee = (s: number): number => {
  const phase = (s / STRIDE_S) % 1;
  const bump = (at: number, width: number): number => Math.exp(-(((phase - at) / width) ** 2));
  return 3 + 14 * bump(0.14, 0.08) + 56 * bump(0.72, 0.1);
};

/** Writes a finished log of a walk of 16 channels at 1 kHz, two legs forecast. Returns its bytes. */
export function writeWalk(path: string, id: string, minutes: number): number {
  const file = new DiskFile(path);
  const began = Date.UTC(2026, 0, 1);
  const log = new SessionLog(file, {
    id,
    patientId: null,
    startedAt: new Date(began).toISOString(),
    device: 'bench',
    serial: 'bench',
    source: 'serial',
    affectedSide: 'r',
  });
  const collector = new BatchCollector();
  log.layout(LAYOUT);
  collector.layout(LAYOUT);
  const row = new Float32Array(LAYOUT.channels.length);
  const wire = new Uint8Array(WIRE_BYTES_A_TICK);
  const lanes = LAYOUT.lanes.map(() => ({ shown: new Float32Array(3 * STEPS), steps: STEPS }));
  for (let tick = 0; tick < minutes * 60 * RATE; tick++) {
    const s = tick / RATE;
    row.fill(Math.sin(tick / 17));
    row[0] = knee(s);
    row[1] = knee(s + STRIDE_S / 2);
    wire.fill(tick % 251);
    lanes.forEach(({ shown }, side) => {
      for (let h = 0; h < STEPS; h++) {
        const mean = knee(s + (h + 1) / RATE + (side * STRIDE_S) / 2) + Math.sin(tick / 7);
        shown[h] = mean;
        shown[STEPS + h] = mean - 3;
        shown[2 * STEPS + h] = mean + 3;
      }
    });
    const at = began + tick * (1000 / RATE);
    collector.wire(wire, at);
    collector.tick(tick, row, at);
    collector.forecast(tick, lanes, at);
    if (tick % BATCH === BATCH - 1) log.append(collector.take()!);
  }
  log.finish();
  const { bytes } = log;
  file.close();
  return bytes;
}

class DiskFile implements LogFile {
  readonly #fd: number;

  constructor(path: string) {
    this.#fd = openSync(path, 'w+');
  }

  read(into: Uint8Array<ArrayBuffer>, { at }: { at: number }): number {
    return readSync(this.#fd, into, 0, into.length, at);
  }

  write(bytes: Uint8Array<ArrayBuffer>, { at }: { at: number }): number {
    return writeSync(this.#fd, bytes, 0, bytes.length, at);
  }

  truncate(size: number): void {
    ftruncateSync(this.#fd, size);
  }

  getSize(): number {
    return fstatSync(this.#fd).size;
  }

  flush(): void {
    fsyncSync(this.#fd);
  }

  close(): void {
    closeSync(this.#fd);
  }
}
