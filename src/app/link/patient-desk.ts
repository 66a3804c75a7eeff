import type { NewPatient, PatientChange } from '../../records/patients';
import type { PersonalModels } from '../../records/personal-models';
import type { Records } from '../../records/records';
import { RecordsError } from '../../records/records-error';
import type { Patient } from '../../records/shapes/patient';
import { askForPersistence } from '../../records/storage';
import { useApp } from '../store/store';

/** Keeps the store's patients and personal models as they are stored, and carries out what is asked of them. */
export class PatientDesk {
  private readonly records: Promise<Records>;
  /** Readings overlap when much changes at once; only the newest counts. */
  private reading = 0;

  constructor(records: Promise<Records>) {
    this.records = records;
  }

  /** Reads what is stored and follows its changes, those of other tabs too. */
  async start(): Promise<void> {
    try {
      const records = await this.records;
      records.subscribe(() => void this.read());
      await this.read();
    } catch (error) {
      useApp.getState().setRecordsProblem(codeOf(error));
    }
  }

  /** Rejects with RecordsError. The first patient is something to lose: the browser is asked to keep it. */
  async add(patient: NewPatient): Promise<Patient> {
    const added = await (await this.records).patients.add(patient);
    await this.read();
    void askForPersistence();
    return added;
  }

  /** Rejects with RecordsError. */
  async update(id: string, change: PatientChange): Promise<void> {
    const changed = await (await this.records).patients.update(id, change);
    if (useApp.getState().settings.patientId === id)
      useApp.getState().changeSettings({ affectedSide: changed.side });
    await this.read();
  }

  /** Rejects with RecordsError. Deletes everything of this patient. */
  async remove(id: string): Promise<void> {
    if (useApp.getState().settings.patientId === id) this.choose(null);
    await (await this.records).patients.remove(id);
    await this.read();
  }

  /** One personal model as a file. Rejects with RecordsError. */
  async exportModel(id: string): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.records).personalModels.exportFile(id);
  }

  /** Rejects with RecordsError or StridemodelError. */
  async importModel(patientId: string, file: File): ReturnType<PersonalModels['importFile']> {
    const { personalModels } = await this.records;
    const imported = await personalModels.importFile(patientId, new Uint8Array(await file.arrayBuffer()));
    await this.read();
    return imported;
  }

  /** Who is treated now; the affected side follows. */
  choose(id: string | null): void {
    const { patients, changeSettings } = useApp.getState();
    const patient = patients?.find((p) => p.id === id);
    changeSettings({ patientId: id, ...(patient ? { affectedSide: patient.side } : {}) });
  }

  async read(): Promise<void> {
    const turn = ++this.reading;
    try {
      const { patients: stored, personalModels } = await this.records;
      const patients = await stored.list();
      const models = await Promise.all(patients.map((p) => personalModels.list(p.id)));
      const active = await Promise.all(patients.map((p) => personalModels.activeIds(p.id)));
      if (turn !== this.reading) return;
      useApp.getState().setPatients({
        patients,
        personalModels: models.flat().reverse().sort(byTime),
        activeIds: active.flat(),
      });
      this.forgetMissing(patients);
    } catch (error) {
      if (turn === this.reading) useApp.getState().setRecordsProblem(codeOf(error));
    }
  }

  /** A patient that was deleted in another tab is not chosen any more. */
  private forgetMissing(patients: readonly Patient[]): void {
    const { patientId } = useApp.getState().settings;
    if (patientId !== null && !patients.some((p) => p.id === patientId)) this.choose(null);
  }
}

const byTime = (a: { createdAt: string }, b: { createdAt: string }): number =>
  a.createdAt.localeCompare(b.createdAt);

/** Of an error of the storage or of a file, for its text in the catalogue. */
export function codeOf(error: unknown): string {
  if (error instanceof RecordsError) return error.code;
  const code: unknown = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'internal';
}
