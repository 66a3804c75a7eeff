import { z } from '../../gait/schema';
import type { StoredChoice } from '../database/schema';
import type { Patient } from '../shapes/patient';
import type { PersonalModelRecord } from '../shapes/personal-model';
import type { Protocol } from '../shapes/protocol';
import type { SessionDetails, SessionRow } from '../shapes/session';

/** Everything of a clinic but the bytes of its models and logs, which are long. */
export interface ClinicContents {
  readonly patients: readonly Patient[];
  readonly choices: readonly StoredChoice[];
  readonly models: readonly PersonalModelRecord[];
  readonly sessions: readonly { readonly row: SessionRow; readonly details: SessionDetails | null }[];
  /** Bytes by the name of the log. */
  readonly logs: ReadonlyMap<string, number>;
  /** The order of a session; null where the clinic has none of its own. */
  readonly protocol: Protocol | null;
}

/** The first entry: what the file holds, to be shown, and to be compared with what is found in it. */
export const manifestSchema = z.object({
  kind: z.literal('manifest'),
  createdAt: z.iso.datetime(),
  patients: z.number().int().min(0),
  models: z.number().int().min(0),
  sessions: z.number().int().min(0),
  logs: z.number().int().min(0),
});

export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

export function manifestOf(contents: ClinicContents, createdAt: string): Manifest {
  const { patients, models, sessions, logs } = contents;
  return {
    kind: 'manifest',
    createdAt,
    patients: patients.length,
    models: models.length,
    sessions: sessions.length,
    logs: logs.size,
  };
}

export const choiceSchema: z.ZodType<StoredChoice> = z.object({
  patientId: z.string().min(1),
  modelId: z.string().min(1),
  baseSha256: z.string().min(1),
  personalId: z.string().min(1).nullable(),
});
