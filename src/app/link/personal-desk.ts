import type { PersonalDraft } from '../../engine/adapt-protocol';
import type { EngineCommand, EngineEvent } from '../../engine/protocol';
import type { LoadedPersonalModel } from '../../records/personal-models';
import type { Records } from '../../records/records';
import type { PersonalModelRecord } from '../../records/shapes/personal-model';
import { useApp } from '../store/store';
import { codeOf } from './patient-desk';
import { numberOf } from './personal-number';

/** Stands for a record's id while a personal model is held by this page only. */
export const HELD = 'held';

/** What runs on top of the base model. */
type Current =
  | { readonly kind: 'base' }
  | { readonly kind: 'record'; readonly record: PersonalModelRecord }
  /** `before`: what Undo goes back to. `patientId`: who was chosen when it was accepted; it runs for nobody else. */
  | {
      readonly kind: 'held';
      readonly draft: PersonalDraft;
      readonly before: Current;
      readonly patientId: string | null;
    };

const BASE: Current = { kind: 'base' };

/**
 * Joins the engine's personal models with those that are stored: keeps what was accepted, takes a patient's model up when the
 * patient (or the engine, or the page) comes back, and goes back to the model of before.
 */
export class PersonalDesk {
  private readonly send: (command: EngineCommand) => void;
  private readonly records: Promise<Records>;
  private current: Current = BASE;
  /** A model that was accepted and is stored nowhere, whether it runs or not. */
  private unsaved: PersonalDraft | null = null;
  /** The engine died, and the new one has not spoken yet. */
  private engineGone = false;
  /** Engine, patient and base model that were last seen to; null: to be looked at anew. */
  private settledFor: string | null = null;
  /** One thing after the other: a save must not overtake a load. */
  private queue: Promise<void> = Promise.resolve();

  constructor(send: (command: EngineCommand) => void, records: Promise<Records>) {
    this.send = send;
    this.records = records;
  }

  /** Takes a patient's model up as soon as patient and base model are there. Returns what ends it. */
  start(): () => void {
    return useApp.subscribe(() => this.settle());
  }

  receive(event: EngineEvent): void {
    const app = useApp.getState();
    switch (event.type) {
      case 'activePersonal':
        return app.setActivePersonal(event.active);
      case 'personal':
        return void this.inTurn(() => this.accepted(event.draft));
      case 'personalRefused':
        return void this.inTurn(() => this.refused(event.code));
      case 'fatal':
        // A new engine runs the base model until it is told.
        this.engineGone = true;
        this.settledFor = null;
        return app.setActivePersonal(null);
      case 'state':
        this.engineGone = false;
        return this.settle();
      default:
    }
  }

  /** Back to what the model in use was made over. */
  undo = (): Promise<void> =>
    this.inTurn(async () => {
      const { current } = this;
      this.setContinuous(false);
      if (current.kind === 'held') {
        this.leaveUnsaved(null);
        await this.take(current.before);
      }
      if (current.kind !== 'record') return;
      const { record } = current;
      const { personalModels } = await this.records;
      const parentId = await personalModels.undo(record.patientId, record);
      await this.take(parentId === null ? BASE : await this.loaded(parentId));
    });

  /** Uses a stored model, now and whenever its patient returns. */
  use = (record: PersonalModelRecord): Promise<void> =>
    this.inTurn(async () => {
      await (await this.records).personalModels.setActive(record.id);
      if (this.runsHere(record)) await this.take(await this.loaded(record.id));
    });

  /** Uses the base model, now and whenever the patient of `record` returns. */
  useBase = (record: PersonalModelRecord): Promise<void> =>
    this.inTurn(async () => {
      await (await this.records).personalModels.setBase(record.patientId, record);
      if (this.runsHere(record)) await this.take(BASE);
    });

  /** Deletes a stored model; where it ran, what it was made over runs. */
  remove = (record: PersonalModelRecord): Promise<void> =>
    this.inTurn(async () => {
      const { personalModels } = await this.records;
      await personalModels.remove(record.id);
      if (this.current.kind !== 'record' || this.current.record.id !== record.id) return;
      await this.take(record.parentId === null ? BASE : await this.loaded(record.parentId));
    });

  /** The model that is held is saved for this patient, who is then the chosen one. */
  keepFor = (patientId: string): Promise<void> =>
    this.inTurn(async () => {
      const draft = this.unsaved;
      if (draft === null) return;
      this.settledFor = settlement(patientId);
      const patient = useApp.getState().patients?.find((p) => p.id === patientId);
      useApp.getState().changeSettings({ patientId, ...(patient ? { affectedSide: patient.side } : {}) });
      await this.save(draft, patientId);
    });

  /** Resolves when all that was begun is done. */
  done = (): Promise<void> => this.queue;

  setContinuous = (on: boolean): void => {
    useApp.getState().setContinuous(on);
    this.send({ type: 'continuous', on });
  };

  private async accepted(draft: PersonalDraft): Promise<void> {
    const { patientId } = useApp.getState().settings;
    if (patientId !== null) return this.save(draft, patientId);
    this.hold(draft);
    useApp.getState().setOutcome({ kind: 'held' }, true);
  }

  private become(next: Current): void {
    this.current = next;
    const of = next.kind === 'record' ? next.record : next.kind === 'held' ? next.draft : null;
    useApp.getState().setPersonalPeer(of?.peerId ?? null);
  }

  /** Undo goes back to what was accepted by hand, over however many quiet updates. */
  private hold(draft: PersonalDraft): void {
    const { current } = this;
    const { patientId } = useApp.getState().settings;
    const again = current.kind === 'held' && draft === current.draft;
    const quiet = draft.continuous && current.kind === 'held' && current.draft.continuous;
    const before = current.kind === 'held' && (again || quiet) ? current.before : current;
    this.leaveUnsaved(draft);
    this.become({ kind: 'held', draft, before, patientId });
  }

  private async save(draft: PersonalDraft, patientId: string): Promise<void> {
    const app = useApp.getState();
    const before = this.current;
    if (!draft.continuous) app.setOutcome({ kind: 'saving' }, false);
    try {
      const { personalModels } = await this.records;
      const record = await personalModels.save({
        ...draft,
        parentId: await this.parentOf(draft, patientId),
        channels: [...draft.channels],
        trainingStrides: [...draft.trainingStrides],
        keptBackStrides: [...draft.keptBackStrides],
        rows: draft.rows.map((row) => ({ ...row, peers: { ...row.peers } })),
        patientId,
        accepted: true,
        who: app.settings.initials,
      });
      // Quiet updates follow each other fast: the newest stands for all, over the model that was accepted by hand.
      if (draft.continuous && before.kind === 'record' && before.record.continuous)
        await personalModels.remove(before.record.id);
      this.become({ kind: 'record', record });
      this.leaveUnsaved(null);
      const n = await this.number(record);
      this.send({ type: 'usePersonal', personal: { id: record.id, label: String(n), draft } });
      const kind = draft.continuous ? 'updated' : 'saved';
      useApp.getState().setOutcome({ kind, n, patient: this.codeOf(patientId) }, true);
    } catch (error) {
      this.hold(draft);
      useApp.getState().setOutcome({ kind: 'notSaved', code: codeOf(error) }, true);
    }
  }

  /** The stored model of this patient that it was made over; a quiet update over a quiet update takes that one's place. */
  private async parentOf(draft: PersonalDraft, patientId: string): Promise<string | null> {
    const { current } = this;
    if (draft.continuous && current.kind === 'record' && current.record.continuous)
      return current.record.parentId;
    if (draft.parentId === null) return null;
    const stored = await (await this.records).personalModels.list(patientId);
    return stored.some((m) => m.id === draft.parentId) ? draft.parentId : null;
  }

  private leaveUnsaved(draft: PersonalDraft | null): void {
    this.unsaved = draft;
    useApp.getState().setUnsavedPersonal(draft !== null);
  }

  private async refused(code: 'other_base' | 'other_channels' | 'damaged'): Promise<void> {
    const { current } = this;
    this.become(BASE);
    if (current.kind !== 'record') return useApp.getState().setOutcome({ kind: 'base' }, false);
    const n = await this.number(current.record);
    const patient = this.codeOf(current.record.patientId);
    useApp.getState().setOutcome({ kind: 'refused', n, patient, code }, false);
  }

  /** Sees to it once for each engine, patient and base model. */
  private settle(): void {
    const { engine, settings, patients, recordsProblem } = useApp.getState();
    if (this.engineGone || engine?.model.phase !== 'ready' || engine.model.id === null) return;
    if (settings.patientId !== null && patients === null && recordsProblem === null) return;
    const now = settlement(settings.patientId);
    if (now === this.settledFor) return;
    this.settledFor = now;
    void this.inTurn(() => this.takeUp(settings.patientId));
  }

  private async takeUp(patientId: string | null): Promise<void> {
    const model = useApp.getState().engine?.model;
    if (!model?.id || !model.sha256) return;
    const base = { modelId: model.id, baseSha256: model.sha256 };
    if (useApp.getState().continuous) this.send({ type: 'continuous', on: true });
    const { current } = this;
    const holds = current.kind === 'held' && current.patientId === patientId;
    if (holds && current.draft.baseSha256 === base.baseSha256) return this.run(HELD, '', current.draft);
    const chosen =
      patientId === null ? null : await (await this.records).personalModels.active(patientId, base);
    if (chosen) return this.take({ kind: 'record', record: chosen.record }, chosen);
    // Nobody walks with the model of another.
    if (current.kind !== 'base') await this.take(BASE);
    if (patientId !== null) await this.tellOtherBase(patientId, base.modelId);
  }

  /** The patient has a model over other weights of this base model: say why it does not run. */
  private async tellOtherBase(patientId: string, modelId: string): Promise<void> {
    const { personalModels } = await this.records;
    const active = await personalModels.activeIds(patientId);
    const other = (await personalModels.list(patientId)).find(
      (m) => active.includes(m.id) && m.modelId === modelId,
    );
    if (!other) return;
    const n = await this.number(other);
    const patient = this.codeOf(patientId);
    useApp.getState().setOutcome({ kind: 'refused', n, patient, code: 'other_base' }, false);
  }

  /** Runs it, and says so. */
  private async take(next: Current, loaded?: LoadedPersonalModel): Promise<void> {
    this.become(next);
    const app = useApp.getState();
    if (next.kind === 'base') {
      this.send({ type: 'usePersonal', personal: null });
      return app.setOutcome({ kind: 'base' }, false);
    }
    if (next.kind === 'held') {
      this.run(HELD, '', next.draft);
      return app.setOutcome({ kind: 'held' }, true);
    }
    const { record } = next;
    const { bytes } = loaded ?? (await (await this.records).personalModels.load(record.id));
    const n = await this.number(record);
    this.run(record.id, String(n), { ...record, bytes });
    app.setOutcome({ kind: 'loaded', n, patient: this.codeOf(record.patientId) }, true);
  }

  private async loaded(id: string): Promise<Current> {
    const { record } = await (await this.records).personalModels.load(id);
    return { kind: 'record', record };
  }

  private run(id: string, label: string, draft: PersonalDraft): void {
    this.send({ type: 'usePersonal', personal: { id, label, draft } });
  }

  private runsHere({ patientId, modelId }: PersonalModelRecord): boolean {
    const { settings, engine } = useApp.getState();
    return settings.patientId === patientId && engine?.model.id === modelId;
  }

  private async number(record: PersonalModelRecord): Promise<number> {
    return numberOf(record, await (await this.records).personalModels.list(record.patientId));
  }

  private codeOf(patientId: string): string {
    return useApp.getState().patients?.find((p) => p.id === patientId)?.code ?? '';
  }

  /** Never rejects: what goes wrong with the storage is told where models are. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(work).catch((error: unknown) => {
      useApp.getState().setOutcome({ kind: 'storage', code: codeOf(error) }, this.current.kind !== 'base');
    });
    return this.queue;
  }
}

function settlement(patientId: string | null): string {
  const model = useApp.getState().engine?.model;
  return [patientId, model?.id, model?.sha256].join(' ');
}
