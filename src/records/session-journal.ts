import { z } from '../gait/schema';
import { type Migrations, readVersioned } from './versioned';
import type { KeyValueStore } from './settings';

/**
 * What is kept of each session beside its signal: when, with which device, what the signal check found (null: it was
 * skipped), the calibration and the markers. One JSON value with a version; a damaged entry costs itself only.
 */
const JOURNAL_VERSION = 1;
const JOURNAL_KEY = 'stridecast.sessions';
/** The oldest make room. */
const MOST_SESSIONS = 100;

const findingSchema = z.object({
  channel: z.string(),
  step: z.string(),
  code: z.string(),
  severity: z.enum(['pass', 'fix', 'note']),
  figures: z.record(z.string(), z.number()),
});

const entrySchema = z.object({
  id: z.string(),
  startedAt: z.iso.datetime(),
  source: z.string(),
  device: z.string(),
  serial: z.string(),
  affectedSide: z.enum(['r', 'l']),
  signalCheck: z
    .object({
      at: z.iso.datetime(),
      sound: z.boolean(),
      steps: z.array(z.string()),
      findings: z.array(findingSchema),
    })
    .nullable(),
  /** As the device part wrote it; validated there when read. */
  calibration: z.unknown(),
  markers: z.array(z.object({ label: z.string(), tick: z.number().int(), fromDevice: z.boolean() })),
});

export type JournalEntry = z.infer<typeof entrySchema>;

/** Version 1 is the first. */
const MIGRATIONS: Migrations = {};

/** Newest first. Never throws: what cannot be understood is left out. */
export function readJournal(store?: KeyValueStore): JournalEntry[] {
  try {
    const value = readVersioned((store ?? localStorage).getItem(JOURNAL_KEY), JOURNAL_VERSION, MIGRATIONS);
    const entries = Array.isArray(value?.['entries']) ? (value['entries'] as unknown[]) : [];
    return entries.flatMap((entry) => {
      const parsed = entrySchema.safeParse(entry);
      return parsed.success ? [parsed.data] : [];
    });
  } catch {
    return [];
  }
}

/** Adds the entry, or replaces the one with its id. False when the browser did not keep it. */
export function writeJournal(entry: JournalEntry, store?: KeyValueStore): boolean {
  const entries = [entry, ...readJournal(store).filter((e) => e.id !== entry.id)]
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
    .slice(0, MOST_SESSIONS);
  try {
    (store ?? localStorage).setItem(JOURNAL_KEY, JSON.stringify({ version: JOURNAL_VERSION, entries }));
    return true;
  } catch {
    return false;
  }
}

/** The latest signal check of a device; undefined where there has been none. */
export function lastSignalCheck(
  serial: string,
  store?: KeyValueStore,
): JournalEntry['signalCheck'] | undefined {
  return readJournal(store).find((e) => e.serial === serial && e.signalCheck !== null)?.signalCheck;
}
