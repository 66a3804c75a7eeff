import { type FetchFile, type LoadedModel, ModelError, ModelLibrary } from '../../forecast/model-library';
import type { Executor, WeightTensor } from '../../forecast/runtime/executor';
import type { Measurements } from '../../forecast/runtime/selection';
import type { NetworkSpec } from '../../forecast/network-spec';
import { bindToSide, type ChannelName, otherSide, type Side } from '../../gait/channels';
import type { EngineSetup, ExecutorChoice, ModelState } from '../protocol';
import type { RunnableModel } from './lane-planner';

/** An executor that was chosen, warmed up, and what was measured on the way. */
interface ChosenExecutor {
  readonly executor: Executor;
  readonly measured: Measurements;
}

export type ChooseExecutor = (
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  choice: ExecutorChoice,
  /** Names these weights: what was measured for them before holds again. */
  key: string,
) => Promise<ChosenExecutor>;

interface Wanted {
  readonly id: string;
  readonly executor: ExecutorChoice;
}

/**
 * The model in use and what runs it. Loading and warming up happen one after the other, never two at once; a wish that
 * comes meanwhile is taken up when the one before is done.
 */
export class ModelHost {
  /** The phase changed. */
  onChange: () => void = () => undefined;
  /** Another model or executor is in `runnable`; the one before is disposed after this call. */
  onModel: () => void = () => undefined;
  /** To be kept for this machine. */
  onMeasured: (key: string, measured: Measurements) => void = () => undefined;
  phase: ModelState['phase'] = 'none';
  runnable: RunnableModel | null = null;
  #measured: Measurements = {};
  #library: ModelLibrary | null = null;
  #current: Wanted | null = null;
  #queue: Promise<void> = Promise.resolve();
  #replacing = false;
  /** Models that are none of the library's, by the name under which a setup asks for them. */
  readonly #lent = new Map<string, LoadedModel>();
  /** Models whose files are no good, by id. */
  readonly #broken = new Map<string, ModelError>();
  /** What went wrong last with what was asked for. */
  #failure = '';
  /** Files below `models/`. */
  readonly fetchFile: FetchFile;
  readonly #choose: ChooseExecutor;

  constructor(fetchFile: FetchFile, choose: ChooseExecutor) {
    this.fetchFile = fetchFile;
    this.#choose = choose;
  }

  /** Opens the library and warms up the model that is likely to be used, before any device is there. */
  open(setup: EngineSetup): Promise<void> {
    return this.#enqueue(async () => {
      this.#enter('loading');
      this.#library = await ModelLibrary.open(this.fetchFile);
      await this.#take(setup, null);
    });
  }

  /** Takes the model and executor that the setup and these channels ask for; does nothing when they are in use. */
  choose(setup: EngineSetup, channels: readonly ChannelName[] | null): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#library !== null) await this.#take(setup, channels);
    });
  }

  /** sha256 of the weights that the library has under this id; null for none. */
  keyOf(id: string): string | null {
    return this.#library?.cards.find((card) => card.id === id)?.files.weights.sha256 ?? null;
  }

  /** A model of a session's log, to be had like one of the library. Returns the name that asks for it. */
  lend(loaded: LoadedModel): string {
    const name = `log:${loaded.card.files.weights.sha256}`;
    this.#lent.set(name, loaded);
    return name;
  }

  /** Resolves when nothing is being loaded or warmed up. */
  async settled(): Promise<void> {
    let seen: Promise<void>;
    do {
      seen = this.#queue;
      await seen;
    } while (seen !== this.#queue);
  }

  /** The executor can no longer run (its GL context is gone). */
  get lost(): boolean {
    return this.runnable?.executor.lost ?? false;
  }

  /** Makes a new executor for the same model; the same kind again, if it can be had. */
  replaceLost(setup: EngineSetup): Promise<void> {
    if (this.#replacing) return this.#queue;
    this.#replacing = true;
    return this.#enqueue(async () => {
      try {
        if (this.#current !== null) await this.#make({ ...this.#current, executor: setup.executor });
      } finally {
        this.#replacing = false;
      }
    });
  }

  /** One run of the executor in use, ms; null before it is known. */
  get runMs(): number | null {
    const id = this.runnable?.executor.id;
    const ms = id === undefined ? undefined : this.#measured[id];
    return typeof ms === 'number' ? ms : null;
  }

  /** Its results come by promise (a read-back from the GPU). */
  get asynchronous(): boolean {
    const id = this.runnable?.executor.id;
    return id === 'webgl-fused' || id === 'tfjs-webgl';
  }

  state(channels: readonly ChannelName[], side: Side, person: string | null): Omit<ModelState, 'personal'> {
    const loaded = this.runnable?.loaded;
    return {
      id: loaded?.card.id ?? null,
      sha256: loaded?.card.files.weights.sha256 ?? null,
      name: loaded?.card.name ?? '',
      executor: this.runnable?.executor.id ?? null,
      phase: this.phase,
      measured: this.#measured,
      choices: (this.#library?.bases ?? []).map((card) => ({
        id: card.id,
        name: card.name,
        missing: channels.length === 0 ? [] : missingOf(card.inputs, channels, side),
      })),
      seenInTraining: person !== null && (loaded?.card.trainingPeople.includes(person) ?? false),
      problems: this.problems,
      steps: loaded?.card.steps ?? 0,
      windowTicks: loaded?.card.windowTicks ?? 0,
    };
  }

  #wantedId(setup: EngineSetup, channels: readonly ChannelName[] | null): string | null {
    const library = this.#library;
    if (library === null) return null;
    if (this.#lent.has(setup.model)) return setup.model;
    const named = library.bases.find((c) => c.id === setup.model);
    if (named !== undefined) return named.id;
    const best = (side: Side): string | undefined => library.best(channels ?? [], side, this.#broken)?.id;
    return (
      best(setup.affectedSide) ??
      best(otherSide(setup.affectedSide)) ??
      library.bases.find((card) => !this.#broken.has(card.id))?.id ??
      null
    );
  }

  /** The model that is asked for; where the choice is left to the app, the best of those whose files are sound. */
  async #take(setup: EngineSetup, channels: readonly ChannelName[] | null): Promise<void> {
    for (const [id, error] of this.#broken) if (error.code === 'unreachable') this.#broken.delete(id);
    for (;;) {
      const id = this.#wantedId(setup, channels);
      if (id === null) {
        if (this.runnable === null) this.#enter(this.#broken.size > 0 ? 'failed' : 'none');
        return;
      }
      if (this.#current?.id === id && this.#current.executor === setup.executor && this.runnable) return;
      try {
        return await this.#make({ id, executor: setup.executor });
      } catch (error) {
        if (error instanceof ModelError) this.#broken.set(id, error);
        if (setup.model === id || !(error instanceof ModelError)) throw error;
      }
    }
  }

  /** Why models cannot be used, each as `path: code: detail`. */
  get problems(): string[] {
    const known = [...(this.#library?.problems ?? []), ...this.#broken.values()].map(
      ({ message }) => message,
    );
    return [...new Set([...known, this.#failure])].filter(Boolean);
  }

  async #make(wanted: Wanted): Promise<void> {
    const library = this.#library;
    if (library === null) return;
    let loaded: LoadedModel | undefined = this.runnable?.loaded;
    if (loaded === undefined || this.#current?.id !== wanted.id) {
      this.#enter('loading');
      loaded = this.#lent.get(wanted.id) ?? (await library.load(wanted.id));
    }
    this.#enter('warming');
    const old = this.runnable;
    const { architecture, files } = loaded.card;
    const key = files.weights.sha256;
    const { executor, measured } = await this.#choose(architecture, loaded.weights, wanted.executor, key);
    this.#measured = measured;
    this.onMeasured(key, measured);
    this.#current = wanted;
    this.#broken.delete(wanted.id);
    this.#failure = '';
    this.runnable = { loaded, executor };
    this.onModel();
    this.#enter('ready');
    old?.executor.dispose();
  }

  #enter(phase: ModelState['phase']): void {
    this.phase = phase;
    this.onChange();
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const run = this.#queue.then(work).catch((error: unknown) => {
      this.#failure = error instanceof Error ? error.message : String(error);
      // What ran before goes on running.
      this.#enter(this.runnable === null || this.runnable.executor.lost ? 'failed' : 'ready');
    });
    this.#queue = run;
    return run;
  }
}

/** What the device lacks for a model on the better of the two sides. */
function missingOf(inputs: readonly string[], channels: readonly ChannelName[], side: Side): ChannelName[] {
  const missing = (s: Side) =>
    inputs.map((name) => bindToSide(name, s)).filter((name) => !channels.includes(name));
  const [own, other] = [missing(side), missing(otherSide(side))];
  return other.length < own.length ? other : own;
}
