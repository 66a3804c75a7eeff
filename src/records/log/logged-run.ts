import type { LogBatch, NoteTopic } from './contents';
import type { LogReader } from './log-reader';

/** What was changed while a session ran, and before which chunk of its bytes. */
interface LoggedChange {
  readonly chunk: number;
  readonly topic: NoteTopic;
  readonly value: Readonly<Record<string, unknown>>;
}

/** All that it takes to run a session again: its bytes as they came, and what was in force meanwhile. */
export interface LoggedRun {
  readonly affectedSide: 'r' | 'l';
  readonly ends: LogBatch['wire']['ends'];
  readonly atMs: LogBatch['wire']['atMs'];
  /** In the order of their times. */
  readonly changes: readonly LoggedChange[];
  /** Cards, weights and personal models, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const CHANGES: readonly NoteTopic[] = ['device', 'calibration', 'model', 'marker', 'event'];

/** Reads what `LoggedRun` needs, and the bytes beside it. */
export async function readRun(
  log: LogReader,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly run: LoggedRun }> {
  const { bytes, ends, atMs } = await log.wire();
  const notes = [];
  for (const topic of CHANGES)
    for (const { atMs: time, value } of await log.notes(topic)) notes.push({ time, topic, value });
  notes.sort((a, b) => a.time - b.time);
  const changes: LoggedChange[] = [];
  let chunk = 0;
  for (const { time, topic, value } of notes) {
    // What came at the very time of a note came before it: notes are written when a chunk has been handled.
    while (chunk < atMs.length && atMs[chunk] <= time) chunk++;
    changes.push({ chunk, topic, value });
  }
  const affectedSide = (await log.session()).get('affectedSide') === 'l' ? 'l' : 'r';
  return { bytes, run: { affectedSide, ends, atMs, changes, files: await log.attachments() } };
}
