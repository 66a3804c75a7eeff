import type { Patient } from '../../records/shapes/patient';
import type { PersonalModelRecord } from '../../records/shapes/personal-model';
import type { Slice } from './store';

/** Patients and personal models as they are stored, for the screens; link/patient-desk.ts keeps it up to date. */
export interface PatientsSlice {
  /** null until they were read. */
  patients: readonly Patient[] | null;
  /** Personal models of all patients, oldest first. */
  personalModels: readonly PersonalModelRecord[];
  /** Ids of those that are taken up when their patient returns. */
  activeIds: readonly string[];
  /** Why nothing can be stored; null where it can. */
  recordsProblem: string | null;
  setPatients: (
    read: Pick<PatientsSlice, 'personalModels' | 'activeIds'> & { patients: readonly Patient[] },
  ) => void;
  setRecordsProblem: (code: string | null) => void;
}

export const patientsSlice: Slice<PatientsSlice> = (set) => ({
  patients: null,
  personalModels: [],
  activeIds: [],
  recordsProblem: null,
  setPatients: (read) => set({ ...read, recordsProblem: null }),
  setRecordsProblem: (recordsProblem) => set({ recordsProblem }),
});
