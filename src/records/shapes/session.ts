import { z } from '../../gait/schema';
import { orderMarkSchema } from './protocol';
import type { RecordShape } from './shape';

const figure = z.number().nullable();

/** The row of a session: what a list of a thousand needs, and no more. */
const rowSchema = z.object({
  version: z.literal(2),
  id: z.string().min(1),
  /** What the therapist calls it; empty: nothing. */
  title: z.string(),
  patientId: z.string().min(1).nullable(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** As the device names itself. */
  device: z.string(),
  serial: z.string(),
  /** serial, webusb, virtual. */
  source: z.string(),
  affectedSide: z.enum(['r', 'l']),
  /** Models that ran, in order of their first use. */
  modelIds: z.array(z.string()),
  /** Name of the log in this browser's private files; null where none was kept. */
  logFile: z.string().nullable(),
  logBytes: z.number().min(0),
  durationS: figure,
  strides: figure,
  /** `recovered`: it was cut off, and its log was closed later. */
  state: z.enum(['recording', 'closed', 'recovered']),
  /** Figures by name, for progress across sessions. */
  summary: z.record(z.string(), figure),
});

const findingSchema = z.object({
  channel: z.string(),
  step: z.string(),
  code: z.string(),
  severity: z.enum(['pass', 'fix', 'note']),
  figures: z.record(z.string(), z.number()),
});

const signalCheckSchema = z.object({
  at: z.iso.datetime(),
  sound: z.boolean(),
  steps: z.array(z.string()),
  findings: z.array(findingSchema),
});

const markerSchema = orderMarkSchema.extend({
  label: z.string(),
  tick: z.number().int(),
  fromDevice: z.boolean(),
});

/** What is looked up for one session only. */
const detailsSchema = z.object({
  version: z.literal(2),
  id: z.string().min(1),
  /** null: it was skipped. */
  signalCheck: signalCheckSchema.nullable(),
  /** As the device part wrote it; validated there when read. */
  calibration: z.unknown(),
  markers: z.array(markerSchema),
  notes: z.string(),
  /** What the therapist concludes, in words: it stands in the report. */
  conclusion: z.string(),
});

export type SessionRow = Readonly<z.infer<typeof rowSchema>>;
export type SessionDetails = Readonly<z.infer<typeof detailsSchema>>;

export const sessionShape: RecordShape<SessionRow> = {
  version: 2,
  migrations: { 1: (old) => ({ ...old, title: '' }) },
  schema: rowSchema,
};
export const sessionDetailsShape: RecordShape<SessionDetails> = {
  version: 2,
  migrations: { 1: (old) => ({ ...old, conclusion: '' }) },
  schema: detailsSchema,
};
