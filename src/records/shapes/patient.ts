import { z } from 'zod';
import type { RecordShape } from './shape';

const schema = z.object({
  version: z.literal(1),
  id: z.string().min(1),
  /** Pseudonym: what the clinic calls the patient here. Never empty, and no two patients share one. */
  code: z.string().min(1).max(80),
  /** The affected side. */
  side: z.enum(['r', 'l']),
  /** The device's set-up for this patient, in the therapist's words. */
  setup: z.string(),
  notes: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export type Patient = Readonly<z.infer<typeof schema>>;

export const patientShape: RecordShape<Patient> = { version: 1, migrations: {}, schema };

/** Two pseudonyms that look alike are the same one. */
export function codeKey(code: string): string {
  return code.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
