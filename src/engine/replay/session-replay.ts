import type { Calibration } from '../../device/calibration';
import type { ReplayPlan } from '../../device/replay/replay-transport';
import type { LoggedRun } from '../../records/log/logged-run';
import type { ActivePersonal } from '../adapt-protocol';
import type { KeptPersonal } from '../adaptation/personal-host';
import type { ModelHost } from '../models/model-host';
import type { EngineSetup, ExecutorChoice, ReplayDifference } from '../protocol';
import { modelIn, personalIn } from './logged-model';
import { type LoggedModel, type LoggedSession, layOut } from './logged-session';

/** What a replay has done in the engine, in the place of the therapist. */
interface ReplayHands {
  readonly models: ModelHost;
  /** What the session asks for has changed: model, executor, side. */
  setUp(): void;
  usePersonal(personal: KeptPersonal | null): Promise<void>;
  active(): ActivePersonal | null;
  calibrate(calibration: Calibration): void;
  marker(label: string): void;
  changed(): void;
}

/**
 * A logged session that runs again: the same bytes meet the same calibration, models and marks between the same chunks. What cannot
 * be as it was then is told.
 */
export class SessionReplay {
  readonly session: LoggedSession;
  /** Ticks between forecasts, as they were then; null: as this machine can. */
  everyTicks: number | null = null;
  readonly #run: LoggedRun;
  readonly #hands: ReplayHands;
  readonly #differences = new Map<string, ReplayDifference>();
  #model: LoggedModel | null = null;

  constructor(run: LoggedRun, hands: ReplayHands) {
    this.#run = run;
    this.#hands = hands;
    this.session = layOut(run);
    if (this.session.calibration === null) this.#differs({ code: 'no_calibration', then: '', now: '' });
  }

  /** The therapist's setup, with what the session had in its place. */
  over(setup: EngineSetup): EngineSetup {
    const model = this.#model;
    const { affectedSide } = this.session;
    if (model === null) return { ...setup, affectedSide };
    return {
      ...setup,
      affectedSide,
      model: this.#nameOf(model) ?? setup.model,
      executor: (model.executor as ExecutorChoice | null) ?? setup.executor,
    };
  }

  /** What is in force from the first byte on. Resolves when it runs. */
  begin(): Promise<void> {
    return this.#forecastWith(this.session.model);
  }

  get plan(): ReplayPlan {
    const { steps, timeline } = this.session;
    const stops = [...steps.keys()].sort((a, b) => a - b);
    return { timeline, stops, before: (chunk) => this.#before(chunk) };
  }

  get differences(): ReplayDifference[] {
    return [...this.#differences.values()];
  }

  async #before(chunk: number): Promise<{ resync: boolean }> {
    let resync = false;
    for (const step of this.session.steps.get(chunk) ?? []) {
      switch (step.kind) {
        case 'calibrate':
          this.#hands.calibrate(step.calibration);
          break;
        case 'model':
          await this.#forecastWith(step.model);
          break;
        case 'marker':
          this.#hands.marker(step.label);
          break;
        case 'resync':
          resync = true;
          break;
      }
    }
    return { resync };
  }

  async #forecastWith(model: LoggedModel | null): Promise<void> {
    const hands = this.#hands;
    this.#model = model;
    this.everyTicks = model?.everyTicks ?? null;
    hands.setUp();
    await hands.models.settled();
    await hands.usePersonal(this.#personalOf(model));
    this.#compare(model, hands.active());
    hands.changed();
  }

  /** How the model host knows it: the library's, where that has the same weights; else the log's own. */
  #nameOf({ id, sha256 }: LoggedModel): string | null {
    const { models } = this.#hands;
    if (sha256 === null || (id !== null && models.keyOf(id) === sha256)) return id;
    const kept = modelIn(this.#run.files, sha256);
    return kept === null ? id : models.lend(kept);
  }

  #personalOf(model: LoggedModel | null): KeptPersonal | null {
    if (!model?.personal) return null;
    const { id, label, sha256 } = model.personal;
    const draft = personalIn(this.#run.files, sha256);
    return draft === null ? null : { id: id ?? sha256, label, draft };
  }

  #compare(model: LoggedModel | null, active: ActivePersonal | null): void {
    if (model === null || model.sha256 === null) return;
    const { runnable } = this.#hands.models;
    const card = runnable?.loaded.card;
    if (card?.files.weights.sha256 !== model.sha256)
      this.#differs({ code: 'other_model', then: model.id ?? '', now: card?.id ?? '' });
    else if (runnable !== null && runnable.executor.id !== model.executor)
      this.#differs({ code: 'other_executor', then: model.executor ?? '', now: runnable.executor.id });
    if (model.personal !== null && active === null)
      this.#differs({ code: 'no_personal', then: model.personal.label, now: '' });
  }

  #differs(difference: ReplayDifference): void {
    this.#differences.set(JSON.stringify(difference), difference);
  }
}
