import { lookBackTicks } from '../../adapt/base-model';
import { refuse } from '../../adapt/strides/refusal';
import { LEAST_STRIDES } from '../../adapt/strides/stride-set';
import type { AdaptWorker } from '../../adapt/worker/spawn';
import type { LoadedModel } from '../../forecast/model-library';
import type { ChannelName, Side } from '../../gait/channels';
import type { ActivePersonal, AdaptCommand, AdaptEvent } from '../adapt-protocol';
import type { ModelHost } from '../models/model-host';
import { MODEL_RATE } from '../pipeline/live-pipeline';
import { type Accepted, AdaptDesk } from './adapt-desk';
import { AdaptRunner } from './adapt-runner';
import type { Assignment } from './assignment';
import type { LivePersonal } from './live-personal';
import { type KeptPersonal, PersonalHost } from './personal-host';
import { QUIET_STRIDES, QuietUpdater } from './quiet-updater';
import { ReplayWalks } from './replay-walks';
import { type Material, StrideCollector } from './stride-collector';

interface AdaptationEnvironment {
  post(event: AdaptEvent): void;
  now(): number;
  /** No two walks of a page have the same number, also when the engine was started anew. */
  readonly firstWalk: number;
  readonly models: ModelHost;
  spawn(): AdaptWorker;
  /** Channels of the stream; null where there is none. */
  channels(): readonly ChannelName[] | null;
  side(): Side;
  /** What runs on this leg is another: its lane is to be made anew, now. */
  swap(side: Side): void;
}

/** Strides and what is known of them are told at most so often, also where nothing but time passes. */
const LIST_EVERY_MS = 300;
const LIST_ANYWAY_MS = 1500;

/** Learning from strides, all of it: the engine hands over ticks and commands, and asks which personal model runs. */
export class Adaptation {
  readonly #env: AdaptationEnvironment;
  readonly #runner: AdaptRunner;
  readonly #desk: AdaptDesk;
  readonly #host: PersonalHost;
  readonly #quiet: QuietUpdater;
  readonly #replay: ReplayWalks;
  #collector: StrideCollector | null = null;
  #walks: number;
  #ticket = 0;
  #listedMs = 0;
  #told = '';
  #toldActive = 'null';
  /** Side that runs a personal model, as far as the engine was told. */
  #swapped: Side | undefined;

  constructor(env: AdaptationEnvironment) {
    this.#env = env;
    this.#walks = env.firstWalk;
    this.#runner = new AdaptRunner(() => env.spawn());
    this.#replay = new ReplayWalks(env.models.fetchFile);
    this.#host = new PersonalHost(() => this.#personalChanged());
    this.#desk = new AdaptDesk({
      runner: this.#runner,
      now: () => env.now(),
      onState: (state) => env.post({ type: 'adaptation', state }),
      onAccepted: (accepted) => void this.#accept(accepted),
    });
    this.#quiet = new QuietUpdater(this.#runner, (accepted) => void this.#accept(accepted));
    // A page that saw another engine die starts from here.
    env.post({ type: 'adaptation', state: this.#desk.state });
    env.post({ type: 'activePersonal', active: null });
  }

  /** The personal model that runs over the base model in use; null where none does. */
  get personal(): LivePersonal | null {
    const { chosen } = this.#host;
    return chosen !== null && chosen.baseKey === keyOf(this.#base) ? chosen : null;
  }

  /** An adaptation by hand is under way, or waits for a decision. */
  get busy(): boolean {
    return this.#desk.busy;
  }

  get active(): ActivePersonal | null {
    return this.personal === null ? null : this.#host.active;
  }

  handle(command: AdaptCommand): void {
    switch (command.type) {
      case 'stride':
        this.#collector?.choose(command.id, command.byHand);
        return this.#publishStrides(true);
      case 'clearStrides':
        this.#collector?.clear();
        this.#quiet.begin(-1);
        return this.#publishStrides(true);
      case 'adapt':
        return this.#adapt(command);
      case 'usePersonal':
        return void this.use(command.personal);
      case 'continuous':
        this.#quiet.on = command.on;
        if (!command.on && !this.#desk.busy) this.#runner.stop();
        else this.#quiet.begin(this.#latestStride);
        return;
    }
  }

  /** A kept personal model, or (null) the base model; resolves when it runs, or was refused. */
  async use(kept: KeptPersonal | null): Promise<void> {
    if (kept === null) return this.#host.drop();
    if (this.#host.rename(kept)) return this.#tellActive();
    await this.#env.models.settled();
    const code = await this.#host.choose(kept, this.#base, this.#env.channels());
    if (code !== null) this.#env.post({ type: 'personalRefused', id: kept.id, code });
    else this.#quiet.begin(this.#latestStride);
  }

  /** Another source or calibration: what was walked before is gone. */
  startWalk(channels: readonly ChannelName[]): void {
    this.#collector = new StrideCollector(channels, MODEL_RATE, () => this.#walks++);
    this.#quiet.begin(-1);
    this.#publishStrides(true);
  }

  /** Another leg is adapted to. */
  sideChanged(): void {
    this.#collector?.renumber();
    this.#quiet.begin(this.#latestStride);
    this.#publishStrides(true);
  }

  /** Another base model is in use, or none. */
  modelChanged(): void {
    const base = this.#base;
    if (base !== null) void this.#replay.of(base.card);
    if (this.#desk.busy && this.#desk.baseKey !== keyOf(base)) this.#desk.cancel();
    const { chosen, active } = this.#host;
    if (
      chosen !== null &&
      base !== null &&
      this.personal === null &&
      active !== null &&
      active.id !== null &&
      this.#toldActive !== 'null'
    )
      this.#env.post({ type: 'personalRefused', id: active.id, code: 'other_base' });
    this.#tellActive();
    if (this.#collector) this.#collector.changed = true;
  }

  tick(tick: number, input: Float32Array, measured: Float32Array): void {
    this.#collector?.tick(tick, input, measured);
  }

  /** For tests: see AdaptRunner. */
  killWorker(): void {
    this.#runner.killWorker();
  }

  /** Between ticks, some times a second. */
  housekeeping(): void {
    this.#publishStrides(false);
    this.#updateQuietly();
  }

  get #base(): LoadedModel | null {
    return this.#env.models.runnable?.loaded ?? null;
  }

  get #latestStride(): number {
    return this.#collector?.latest(this.#env.side()) ?? -1;
  }

  #publishStrides(now: boolean): void {
    const collector = this.#collector;
    if (collector === null) return;
    const since = this.#env.now() - this.#listedMs;
    if (!now && since < (collector.changed ? LIST_EVERY_MS : LIST_ANYWAY_MS)) return;
    this.#listedMs = this.#env.now();
    collector.changed = false;
    const list = collector.list(this.#base?.card ?? null, this.#env.side());
    const { walk, side, ready, strides, refusals } = list;
    const told = JSON.stringify([
      [walk, side, ready, refusals.map((r) => r.code)],
      strides.map((s) => [s.id, s.flags, s.byHand, s.used, s.forecastable]),
    ]);
    if (told === this.#told) return;
    this.#told = told;
    this.#env.post({ type: 'strides', list });
  }

  #adapt(command: Extract<AdaptCommand, { type: 'adapt' }>): void {
    switch (command.action) {
      case 'start':
        return void this.#start(command.strides);
      case 'cancel':
        this.#ticket++;
        return this.#desk.cancel();
      case 'accept':
        return this.#desk.accept(command.choice);
      case 'keep':
        return this.#desk.keep();
    }
  }

  async #start(strides: number): Promise<void> {
    const ticket = ++this.#ticket;
    const base = this.#base;
    const choice =
      base && this.#collector?.material(base.card, this.#env.side(), strides, lookBackTicks(base));
    if (base === null || !choice)
      return this.#desk.start(null, { ok: false, refusals: [refuse('too_few_strides', 0, LEAST_STRIDES)] });
    if (!choice.ok) return this.#desk.start(null, choice);
    const assignment = await this.#assignment(base, choice.material, false);
    if (ticket === this.#ticket) this.#desk.start(assignment, choice);
  }

  async #assignment(base: LoadedModel, material: Material, quiet: boolean): Promise<Assignment> {
    const running = this.personal?.side === material.set.side ? this.personal : null;
    return {
      base,
      baseKey: keyOf(base),
      replay: await this.#replay.of(base.card),
      material,
      parentId: running === null ? null : (this.#host.active?.id ?? null),
      quiet,
      running: running?.parts.kind === 'network' ? running.parts.personal : null,
    };
  }

  async #accept({ draft, parts, base }: Accepted): Promise<void> {
    try {
      await this.#host.take(draft, parts, base);
      this.#quiet.begin(this.#latestStride);
      this.#env.post({ type: 'personal', draft });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.#env.post({ type: 'adaptation', state: { phase: 'failed', code: 'internal', detail } });
    }
  }

  #updateQuietly(): void {
    const { personal } = this;
    const collector = this.#collector;
    const base = this.#base;
    if (personal?.parts.kind !== 'network' || this.#desk.busy || collector === null || base === null) return;
    const { side } = personal;
    if (side !== this.#env.side()) return;
    if (!this.#quiet.isDue((since) => collector.usedSince(side, since))) return;
    const choice = collector.material(base.card, side, QUIET_STRIDES, lookBackTicks(base));
    const latest = collector.latest(side);
    if (!choice.ok) return this.#quiet.begin(latest);
    void this.#assignment(base, choice.material, true).then((assignment) => {
      if (!this.#runner.busy && this.personal === personal) this.#quiet.start(assignment, latest);
    });
  }

  #personalChanged(): void {
    const { chosen } = this.#host;
    for (const side of new Set([chosen?.side, this.#swapped])) if (side !== undefined) this.#env.swap(side);
    this.#swapped = chosen?.side;
    this.#tellActive();
  }

  #tellActive(): void {
    const { active } = this;
    const told = JSON.stringify(active);
    if (told === this.#toldActive) return;
    this.#toldActive = told;
    this.#env.post({ type: 'activePersonal', active });
  }
}

const keyOf = (base: LoadedModel | null): string => base?.card.files.weights.sha256 ?? '';
