import type { StoredChoice } from '../database/schema';
import { logName } from '../log/log-store';
import { codeKey, type Patient } from '../shapes/patient';
import type { PersonalModelRecord } from '../shapes/personal-model';
import type { Protocol } from '../shapes/protocol';
import type { SessionDetails, SessionRow } from '../shapes/session';
import type { ClinicContents } from './contents';
import { freeCode, type Here } from './here';

/** `mine`: what is here stays as it is. `theirs`: the backup's takes its place. `both`: the backup's comes beside it, by a new code. */
export type Decision = 'mine' | 'theirs' | 'both';

/** A patient who is in the backup and here, and not the same in both. */
export interface Collision {
  /** In the backup. */
  readonly patientId: string;
  readonly code: string;
  /** `same_patient`: the same record, changed since. `same_code`: two records that go by one pseudonym. */
  readonly kind: 'same_patient' | 'same_code';
  readonly hereId: string;
  readonly hereCode: string;
  readonly here: Extent;
  readonly backup: Extent;
}

interface Extent {
  readonly sessions: number;
  readonly models: number;
  /** ISO. */
  readonly updatedAt: string;
}

export interface Comparison {
  readonly collisions: readonly Collision[];
  /** Patients of the backup that are not here, and that are here just so. */
  readonly fresh: number;
  readonly same: number;
  /** The clinic has a protocol of its own already; it stays. */
  readonly protocolStays: boolean;
}

/** What a restore writes. */
export interface RestorePlan {
  /** Ids of patients here whose place is taken. */
  readonly replaced: readonly string[];
  readonly patients: readonly Patient[];
  readonly choices: readonly StoredChoice[];
  /** `from`: its id in the backup. */
  readonly models: readonly { readonly from: string; readonly record: PersonalModelRecord }[];
  readonly sessions: readonly { readonly row: SessionRow; readonly details: SessionDetails | null }[];
  /** Name here by name in the backup. */
  readonly logs: ReadonlyMap<string, string>;
  readonly protocol: Protocol | null;
}

/** Who collides, to be asked about. */
export function compare(contents: ClinicContents, here: Here, ownProtocol: boolean): Comparison {
  const collisions: Collision[] = [];
  let same = 0;
  const byId = new Map(here.patients.map((p) => [p.id, p]));
  const inBackup = new Set(contents.patients.map((p) => p.id));
  for (const patient of contents.patients) {
    const twin = byId.get(patient.id);
    if (twin && isHere(patient, twin, contents, here)) {
      same++;
      continue;
    }
    // Whoever goes by the same pseudonym, unless the backup holds that very patient as well.
    const holder = here.codes.get(codeKey(patient.code));
    const other = twin ?? (holder === undefined || inBackup.has(holder) ? undefined : byId.get(holder));
    if (!other) continue;
    collisions.push({
      patientId: patient.id,
      code: patient.code,
      kind: twin ? 'same_patient' : 'same_code',
      hereId: other.id,
      hereCode: other.code,
      here: {
        sessions: countOf(here.sessions, other.id),
        models: countOf(here.models, other.id),
        updatedAt: other.updatedAt,
      },
      backup: {
        sessions: contents.sessions.filter(({ row }) => row.patientId === patient.id).length,
        models: contents.models.filter((m) => m.patientId === patient.id).length,
        updatedAt: patient.updatedAt,
      },
    });
  }
  return {
    collisions,
    same,
    fresh: contents.patients.length - same - collisions.length,
    protocolStays: ownProtocol && contents.protocol !== null,
  };
}

/** What is to be written, for each collision as it was decided; an undecided one stays as it is here. */
export function planRestore(
  contents: ClinicContents,
  here: Here,
  { collisions, protocolStays }: Comparison,
  decisions: ReadonlyMap<string, Decision>,
  takenLogs: readonly string[],
): RestorePlan {
  const decided = new Map(
    collisions.map((c) => [c.patientId, { ...c, decision: decisions.get(c.patientId) ?? ('mine' as const) }]),
  );
  const replaced = new Set([...decided.values()].flatMap((c) => (c.decision === 'theirs' ? c.hereId : [])));
  const hereIds = new Set(here.patients.map((p) => p.id));
  // Those that are here and were not asked about are here just so.
  const coming = contents.patients.filter((p) =>
    decided.has(p.id) ? decided.get(p.id)!.decision !== 'mine' : !hereIds.has(p.id),
  );
  const codes = new Set([...here.codes].flatMap(([code, id]) => (replaced.has(id) ? [] : code)));
  const patientIds = new Map<string, string>();
  const patients = coming.map((patient) => {
    const id = hereIds.has(patient.id) && !replaced.has(patient.id) ? crypto.randomUUID() : patient.id;
    patientIds.set(patient.id, id);
    const code = freeCode(patient.code, codes);
    codes.add(codeKey(code));
    return { ...patient, id, code };
  });

  const modelIds = idsBeside(stayingOf(here.models, replaced));
  const models = contents.models.flatMap((record) => {
    const patientId = patientIds.get(record.patientId);
    return patientId === undefined
      ? []
      : [{ from: record.id, record: { ...record, id: modelIds(record.id), patientId } }];
  });
  const comingModels = new Set(models.map((m) => m.from));
  const parented = models.map(({ from, record }) => ({
    from,
    record: {
      ...record,
      parentId:
        record.parentId === null
          ? null
          : comingModels.has(record.parentId)
            ? modelIds(record.parentId)
            : null,
    },
  }));
  const choices = contents.choices.flatMap(({ patientId, personalId, ...base }) => {
    const patient = patientIds.get(patientId);
    return patient === undefined
      ? []
      : [{ ...base, patientId: patient, personalId: personalId === null ? null : modelIds(personalId) }];
  });

  const sessionIds = idsBeside(stayingOf(here.sessions, replaced));
  const files = new Set(takenLogs);
  const logs = new Map<string, string>();
  const sessions = contents.sessions.flatMap(({ row, details }) => {
    const patientId = row.patientId === null ? null : patientIds.get(row.patientId);
    // Nobody's session that is here is the same one: it has no other origin.
    if (patientId === undefined || (patientId === null && here.sessions.has(row.id))) return [];
    const id = sessionIds(row.id);
    let { logFile } = row;
    if (logFile !== null) {
      const name = files.has(logName(id)) ? logName(crypto.randomUUID()) : logName(id);
      files.add(name);
      logs.set(logFile, name);
      logFile = name;
    }
    return [{ row: { ...row, id, patientId, logFile }, details: details && { ...details, id } }];
  });
  return {
    replaced: [...replaced],
    patients,
    choices,
    models: parented,
    sessions,
    logs,
    protocol: protocolStays ? null : contents.protocol,
  };
}

/** The same record, and everything that the backup has of this patient. */
function isHere(patient: Patient, twin: Patient, { sessions, models }: ClinicContents, here: Here): boolean {
  return (
    JSON.stringify(sorted(patient)) === JSON.stringify(sorted(twin)) &&
    sessions.every(({ row }) => row.patientId !== patient.id || here.sessions.get(row.id) === patient.id) &&
    models.every((m) => m.patientId !== patient.id || here.models.get(m.id) === patient.id)
  );
}

const sorted = (patient: Patient): [string, unknown][] =>
  Object.entries(patient).sort(([a], [b]) => (a < b ? -1 : 1));

const countOf = (owners: ReadonlyMap<string, string | null>, patientId: string): number =>
  [...owners.values()].filter((owner) => owner === patientId).length;

/** Ids that stay taken. */
const stayingOf = (owners: ReadonlyMap<string, string | null>, replaced: ReadonlySet<string>): Set<string> =>
  new Set([...owners].flatMap(([id, owner]) => (owner !== null && replaced.has(owner) ? [] : id)));

/** The same id where it is free, else a new one, always the same for the same. */
function idsBeside(taken: ReadonlySet<string>): (id: string) => string {
  const given = new Map<string, string>();
  return (id) => {
    const known = given.get(id) ?? (taken.has(id) ? crypto.randomUUID() : id);
    given.set(id, known);
    return known;
  };
}
