import { z } from '../../gait/schema';
import type { RecordShape } from './shape';

/** A figure may be "not known": NaN here, null where it was written as JSON. */
const figure = z.preprocess(
  (v) => (v === null ? Number.NaN : v),
  z.custom<number>((v) => typeof v === 'number'),
);
const count = z.number().int().min(0);
const strideSchema = z.object({ startTick: z.number().int(), endTick: z.number().int() });

/** One output joint at one horizon on the kept-back strides: errors in deg, changes as shares (-0.2 is 20 % less). */
const rowSchema = z.object({
  joint: z.string(),
  ms: z.number(),
  before: figure,
  after: figure,
  seen: figure,
  expected: figure,
  low: figure,
  high: figure,
  better: figure,
  use: z.boolean(),
  peers: z.record(z.string(), figure),
});

const schema = z.object({
  version: z.literal(2),
  id: z.string().min(1),
  patientId: z.string().min(1),
  /** Personal model that it was made over; null for the base model. */
  parentId: z.string().min(1).nullable(),
  modelId: z.string().min(1),
  /** sha256 of the base model's weights: it belongs to these and no others. */
  baseSha256: z.string().min(1),
  /** Of the network with the memory that it starts from; null where it starts from the base model itself, as all did before version 2. */
  memorySha256: z.string().min(1).nullable(),
  rate: z.number().positive(),
  channels: z.array(z.string()),
  side: z.enum(['r', 'l']),
  kind: z.enum(['network', 'peer']),
  /** Id of the classical forecaster where kind is `peer`. */
  peerId: z.string().nullable(),
  method: z.string(),
  /** Of the model's own bytes, which are stored apart. */
  size: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  trainingStrides: z.array(strideSchema),
  keptBackStrides: z.array(strideSchema),
  rows: z.array(rowSchema),
  /** What the gate said, and what the therapist did. */
  decision: z.enum(['accept', 'keep']),
  accepted: z.boolean(),
  who: z.string(),
  createdAt: z.iso.datetime(),
  /** Made by the continuous option, between strides. */
  continuous: z.boolean(),
  /** When it came from a file; null where it was made here. */
  importedAt: z.iso.datetime().nullable(),
});

export type PersonalModelRecord = Readonly<z.infer<typeof schema>>;

export const personalModelShape: RecordShape<PersonalModelRecord> = {
  version: 2,
  migrations: { 1: (record) => ({ ...record, memorySha256: null }) },
  schema,
};
