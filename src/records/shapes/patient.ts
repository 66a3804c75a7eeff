import { z } from '../../gait/schema';
import { CYCLE_JOINTS } from '../../gait/cycles/types';
import { MOMENTS } from '../../gait/feedback/aims';
import type { RecordShape } from './shape';

/** What the patient aims for on a screen of his own (gait/feedback/goal.ts); deg. */
const goalSchema = z
  .object({
    joint: z.enum(CYCLE_JOINTS),
    side: z.enum(['r', 'l']),
    moment: z.enum(MOMENTS),
    low: z.number(),
    high: z.number(),
    basis: z.enum(['best', 'norm', 'hand']),
    /** Steps in target that are asked for; null: none in particular. */
    steps: z.number().int().positive().nullable(),
    setAt: z.iso.datetime(),
  })
  .refine((goal) => goal.low < goal.high);

const schema = z.object({
  version: z.literal(2),
  id: z.string().min(1),
  /** Pseudonym: what the clinic calls the patient here. Never empty, and no two patients share one. */
  code: z.string().min(1).max(80),
  /** The affected side. */
  side: z.enum(['r', 'l']),
  /** The device's set-up for this patient, in the therapist's words. */
  setup: z.string(),
  notes: z.string(),
  /** The one in use first, then earlier ones; empty where nothing is aimed for. */
  goals: z.array(goalSchema).max(20),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export type Patient = Readonly<z.infer<typeof schema>>;

export type PatientGoal = Patient['goals'][number];

export const patientShape: RecordShape<Patient> = {
  version: 2,
  // Version 1 knew no goals.
  migrations: { 1: (old) => ({ ...old, goals: [] }) },
  schema,
};

/** Two pseudonyms that look alike are the same one. */
export function codeKey(code: string): string {
  return code.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
