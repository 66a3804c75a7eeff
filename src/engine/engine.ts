import type { Calibration } from '../device/calibration';
import { withZero } from '../device/calibration';
import type { ByteDecoder } from '../device/events';
import type { Transport } from '../device/transport';
import type { Side } from '../gait/channels';
import type { AdaptWorker } from '../adapt/worker/spawn';
import type { LogWorker } from '../records/log/spawn';
import { Adaptation } from './adaptation/adaptation';
import type { KeptPersonal } from './adaptation/personal-host';
import { angleMeans } from './angle-means';
import { CheckDesk } from './check-desk';
import type { ModelHost } from './models/model-host';
import { laneOf, planLanes } from './models/lane-planner';
import { captureFile } from './capture';
import { Feedback } from './feedback/feedback';
import { GoalNotes } from './goal-notes';
import { RecentPercentiles } from './percentiles';
import { type LivePipeline, MODEL_RATE, STRIDES } from './pipeline/live-pipeline';
import type { EngineCommand, EngineEvent, EngineSetup, EngineState, SourceRequest } from './protocol';
import { Recording } from './recording';
import { SessionReplay } from './replay/session-replay';
import { DeviceSession } from './session';
import { SessionFigures } from './session-figures';
import type { LoggedPace } from './sources';
import { assembleState } from './state';
import { StrideCounter } from './stride-counter';
import { TickOutbox, transferablesOf } from './tick-outbox';
import { WalkFigures } from './walk-figures';

/** State at most 10 times a second, scores 4 times. */
const STATE_EVERY_MS = 100;
const SCORES_EVERY_MS = 250;
/** Latencies over the last 10 s of ticks. */
const LATENCY_TICKS = 1000;
/** More than this share of forecasts missed in 2 s: the rate goes down one notch. */
const MISSED_SHARE = 0.1;
const MISSED_WATCH_MS = 2000;
/** What a session comes to is written down this often, and at its end. */
const FIGURES_EVERY_MS = 5000;

export interface Source {
  readonly makeTransport: () => Transport;
  readonly decoder: ByteDecoder;
  readonly baudRate?: number;
  /** Replay and walker are steered through these where the source is one. */
  readonly replay?: {
    control(action: 'pause' | 'resume', speed?: number): void;
    state(): Omit<NonNullable<EngineState['replay']>, 'differences'> | null;
  };
  readonly walker?: (command: Extract<EngineCommand, { type: 'walker' }>) => void;
}

export interface EngineEnvironment {
  post(event: EngineEvent, transfer?: Transferable[]): void;
  /** `pace`: how the bytes of a logged session came. */
  makeSource(request: SourceRequest, affectedSide: Side, pace: LoggedPace | null): Source;
  readonly models: ModelHost;
  /** Monotonic ms, the clock of `arrivalMs`. */
  now(): number;
  /** Epoch ms of `now()` 0. */
  readonly timeOrigin: number;
  /** Drops the GL context, as a driver does after a crash: for tests. */
  loseContext(): void;
  spawnAdaptWorker(): AdaptWorker;
  spawnLogWorker(): LogWorker;
  /** Calls `wake` when the system tells of a newly plugged port. */
  onPortArrival(wake: () => void): void;
}

/**
 * The engine: commands in, events out, one source at a time. Runs in its worker; nothing here touches the page. All
 * timing of forecasts hangs on the bytes; timers only publish what has changed.
 */
export class Engine {
  readonly #env: EngineEnvironment;
  /** As the therapist asks for it, and what holds: a logged session that runs again has its own. */
  #asked: EngineSetup;
  #setup: EngineSetup;
  #askedPersonal: KeptPersonal | null = null;
  #replay: SessionReplay | null = null;
  #request: SourceRequest | null = null;
  #calibrations: readonly Calibration[] = [];
  #source: Source | null = null;
  #session: DeviceSession | null = null;
  #outbox: TickOutbox | null = null;
  #generation = 0;
  #credit = false;
  #dirty = true;
  #lastStateMs = 0;
  #chunkArrivalMs = 0;
  #tickArrivalMs = 0;
  #forecastMs = 0;
  #missedBase = { missed: 0, forecasts: 0, atMs: 0 };
  #connectTicket = 0;
  readonly #latency = new RecentPercentiles(LATENCY_TICKS);
  /** One tick's forecasts alone: all legs, network and baselines. */
  readonly #runs = new RecentPercentiles(LATENCY_TICKS);
  #tickDoneMs = 0;
  readonly #check: CheckDesk;
  readonly #strides = new StrideCounter(MODEL_RATE);
  readonly #walk = new WalkFigures(MODEL_RATE);
  readonly #adaptation: Adaptation;
  readonly #recording: Recording;
  readonly #feedback: Feedback;
  readonly #goals = new GoalNotes((value) => this.#recording.note('event', value));
  #figures = new SessionFigures();
  #figuresMs = 0;
  #markersNoted = 0;

  constructor(env: EngineEnvironment, setup: EngineSetup) {
    this.#env = env;
    this.#asked = setup;
    this.#setup = setup;
    this.#check = new CheckDesk(() => this.#touch());
    env.models.onChange = () => this.#touch();
    env.models.onMeasured = (key, measured) => env.post({ type: 'measured', key, measured });
    this.#adaptation = new Adaptation({
      post: (event) => {
        env.post(event);
        if (event.type === 'activePersonal' && this.#session?.pipeline)
          this.#recordRunning(this.#session.pipeline);
      },
      now: () => env.now(),
      firstWalk: Math.floor(env.timeOrigin + env.now()),
      models: env.models,
      spawn: () => env.spawnAdaptWorker(),
      channels: () => this.#session?.pipeline?.source.channels ?? null,
      side: () => this.#setup.affectedSide,
      swap: (side) => this.#swapLane(side),
    });
    this.#recording = new Recording({
      spawn: () => env.spawnLogWorker(),
      now: () => env.timeOrigin + env.now(),
      onChange: () => this.#touch(),
    });
    this.#recording.assign(setup.patientId ?? null);
    this.#recording.recover();
    this.#feedback = new Feedback({
      rate: MODEL_RATE,
      now: () => env.now(),
      note: (value) => this.#recording.note('event', value),
      tell: (state) => env.post({ type: 'feedback', state }),
    });
    this.#feedback.setUp(setup.display, setup.affectedSide);
    env.models.onModel = () => {
      this.#planLanes();
      this.#adaptation.modelChanged();
    };
    void env.models.open(setup);
    env.onPortArrival(() => this.#session?.connection.wake());
    setInterval(() => this.#housekeeping(), STATE_EVERY_MS);
    setInterval(() => this.#publishScores(), SCORES_EVERY_MS);
  }

  handle(command: EngineCommand): void {
    switch (command.type) {
      case 'init':
        return;
      case 'frame':
        this.#credit = true;
        return this.#flushTicks();
      case 'setup':
        return this.#setUp(command.setup);
      case 'connect':
        return void this.#connect(command.source, command.calibrations);
      case 'disconnect':
        return void this.#disconnect();
      case 'retry':
        return this.#session?.connection.connect();
      case 'calibrate':
        this.#session?.calibrate(command.calibration);
        return;
      case 'zeroNow':
        return this.#zeroNow();
      case 'undoCalibration':
        return this.#session?.undoCalibration();
      case 'signalCheck':
        return this.#checkSignal(command.action);
      case 'replay':
        return this.#steerReplay(command);
      case 'walker':
        return this.#source?.walker?.(command);
      case 'marker':
        return this.#session?.marker(command.label, false, command);
      case 'stopRequest':
        return this.#session?.connection.requestStop();
      case 'takeCapture':
        return void this.#takeCapture();
      case 'usePersonal':
        this.#askedPersonal = command.personal;
        // What ran in a logged session is not to be replaced in its replay.
        return this.#replay === null ? this.#adaptation.handle(command) : undefined;
      case 'stride':
      case 'clearStrides':
      case 'adapt':
      case 'continuous':
        return this.#adaptation.handle(command);
      case 'fault':
        return this.#fault(command);
    }
  }

  async #connect(request: SourceRequest, calibrations: readonly Calibration[]): Promise<void> {
    const ticket = ++this.#connectTicket;
    await this.#endSession();
    this.#request = request;
    this.#calibrations = calibrations;
    this.#touch();
    await this.#takeUpReplay(request);
    // Warmed up before the first byte: forecasts begin with the first full window, live as in the lab.
    await this.#env.models.settled();
    if (ticket !== this.#connectTicket) return;
    const logged = this.#replay;
    const source = this.#env.makeSource(
      request,
      this.#setup.affectedSide,
      logged && { plan: logged.plan, rate: logged.session.rate },
    );
    this.#source = source;
    // A replay has a log already.
    if (request.kind !== 'replay') this.#recording.begin();
    this.#figures = new SessionFigures();
    this.#markersNoted = 0;
    this.#walk.begin();
    this.#goals.begin();
    this.#feedback.begin();
    this.#session = new DeviceSession({
      makeTransport: source.makeTransport,
      decoder: source.decoder,
      baudRate: source.baudRate,
      setup: this.#setup,
      calibrations: logged?.session.calibration ? [logged.session.calibration] : calibrations,
      listener: {
        changed: () => this.#sessionChanged(),
        pipelineReady: (pipeline) => this.#pipelineReady(pipeline),
        block: (block) => this.#check.block(block),
        gap: (stream, samples) => this.#check.gap(stream, samples),
        notice: (code, detail) => {
          this.#recording.note('event', { code, detail });
          this.#env.post({ type: 'notice', code, detail });
        },
        chunkDone: () => {
          this.#feedback.chunkDone();
          this.#flushTicks();
        },
        pipeline: {
          tick: (tick, measured, input) => this.#onTick(tick, measured, input),
          forecast: (tick) => this.#onForecast(tick),
        },
        resynced: () => this.#recording.note('event', { code: 'resync' }),
        arrival: (arrivalMs, chunk) => {
          this.#chunkArrivalMs = arrivalMs;
          if (this.#session !== null)
            this.#session.capture.elsewhere = this.#recording.state.phase === 'recording';
          this.#recording.wire(chunk, this.#env.timeOrigin + arrivalMs);
        },
      },
    });
    this.#session.connection.connect();
    this.#touch();
  }

  async #disconnect(): Promise<void> {
    this.#connectTicket++;
    await this.#endSession();
    this.#request = null;
    await this.#takeUpReplay(null);
    this.#touch();
  }

  /** A logged session runs with what it had then; afterwards the therapist's own choices hold again. */
  async #takeUpReplay(request: SourceRequest | null): Promise<void> {
    const run = request?.kind === 'replay' ? request.log : undefined;
    const before = this.#replay;
    this.#replay = null;
    if (run !== undefined) {
      this.#replay = new SessionReplay(run, {
        models: this.#env.models,
        setUp: () => this.#setUp(this.#asked),
        usePersonal: (personal) => this.#adaptation.use(personal),
        active: () => this.#adaptation.active,
        calibrate: (calibration) => this.#session?.calibrate(calibration),
        marker: (label) => this.#session?.marker(label, false),
        changed: () => this.#touch(),
      });
      await this.#replay.begin();
    } else if (before !== null) {
      this.#setUp(this.#asked);
      await this.#adaptation.use(this.#askedPersonal);
    }
  }

  async #endSession(): Promise<void> {
    const session = this.#session;
    this.#check.command('cancel', null, this.#setup.affectedSide);
    this.#session = null;
    this.#source = null;
    this.#outbox = null;
    this.#noteFigures(session);
    this.#recording.end();
    this.#feedback.end();
    session?.pipeline?.setLanes([]);
    await session?.connection.disconnect();
  }

  #setUp(asked: EngineSetup): void {
    const before = this.#setup;
    const setup = this.#replay?.over(asked) ?? asked;
    this.#asked = asked;
    this.#setup = setup;
    if (this.#session) this.#session.connection.autoReconnect = setup.autoReconnect;
    const channels = this.#session?.pipeline?.source.channels ?? null;
    if (before.model !== setup.model || before.executor !== setup.executor) {
      void this.#env.models.choose(setup, channels);
    } else if (before.affectedSide !== setup.affectedSide && this.#session?.pipeline) {
      this.#session.pipeline.putFirst(setup.affectedSide);
      this.#lanesChanged(this.#session.pipeline);
    }
    if (before.affectedSide !== setup.affectedSide) this.#adaptation.sideChanged();
    this.#recording.assign(setup.patientId ?? null);
    this.#feedback.setUp(setup.display, setup.affectedSide);
    this.#noteWalkGoals();
    this.#touch();
  }

  #pipelineReady(pipeline: LivePipeline): void {
    this.#adaptation.startWalk(pipeline.source.channels);
    this.#walk.start(pipeline.source.channels);
    this.#feedback.start(pipeline.source.channels);
    void this.#env.models.choose(this.#setup, pipeline.source.channels);
    this.#planLanes();
  }

  #planLanes(): void {
    const pipeline = this.#session?.pipeline;
    if (!pipeline) return;
    const { models } = this.#env;
    const { personal } = this.#adaptation;
    const lanes = planLanes(models.runnable, pipeline.source.channels, this.#setup.affectedSide, personal);
    pipeline.setLanes(lanes);
    pipeline.stride = this.#replay?.everyTicks ?? strideFor(models.runMs, lanes.length);
    this.#missedBase = { missed: 0, forecasts: 0, atMs: this.#env.now() };
    this.#latency.clear();
    this.#runs.clear();
    this.#lanesChanged(pipeline);
  }

  /** Another forecaster on one leg, between two ticks: the stream, the plots and the other leg go on. */
  #swapLane(side: Side): void {
    const pipeline = this.#session?.pipeline;
    const { runnable } = this.#env.models;
    const old = pipeline?.lanes.find((l) => l.lane.side === side);
    if (!pipeline || !runnable || !old?.hasNetwork) return;
    const { channels } = pipeline.source;
    // Its scores begin anew: what they came to counts for the session.
    this.#noteFigures(this.#session);
    pipeline.replaceLane(laneOf(runnable, side, channels, this.#adaptation.personal, old.quantiles));
    this.#recordRunning(pipeline);
    this.#touch();
  }

  /** The page's plots start anew with these legs, in this order. */
  #lanesChanged(pipeline: LivePipeline): void {
    this.#strides.restart(pipeline.source.channels, this.#setup.affectedSide);
    this.#outbox = new TickOutbox(
      ++this.#generation,
      [...pipeline.source.channels],
      pipeline.lanes.map((l) => l.lane),
      pipeline.lanes[0]?.steps ?? 0,
    );
    this.#recordRunning(pipeline);
    this.#touch();
  }

  #recordRunning({ source, lanes }: LivePipeline): void {
    const { runnable } = this.#env.models;
    this.#recording.runs({
      channels: source.channels,
      lanes,
      rate: MODEL_RATE,
      calibration: this.#session?.calibration ?? null,
      model: runnable?.loaded ?? null,
      executor: runnable?.executor.id ?? null,
      personal: this.#adaptation.active,
      draft: this.#adaptation.personal?.draft ?? null,
      everyTicks: this.#session?.pipeline?.stride ?? 1,
    });
  }

  #sessionChanged(): void {
    this.#touch();
    const session = this.#session;
    const { phase } = session?.connection.state ?? {};
    if (!session?.device || phase !== 'streaming' || this.#request === null) return;
    const { device, markers } = session;
    this.#recording.streaming({
      device,
      source: this.#request.kind,
      affectedSide: this.#setup.affectedSide,
    });
    for (const { tick: _tick, ...marker } of markers.slice(this.#markersNoted))
      this.#recording.note('marker', marker);
    this.#markersNoted = markers.length;
    this.#noteWalkGoals();
  }

  #noteWalkGoals(): void {
    const { walkGoals, affectedSide } = this.#setup;
    if (walkGoals && this.#recording.state.phase === 'recording')
      this.#goals.inForce(walkGoals, affectedSide);
  }

  #noteFigures(session: DeviceSession | null): void {
    const nowMs = this.#env.now();
    this.#figuresMs = nowMs;
    if (!session || this.#recording.state.phase !== 'recording') return;
    const { row, details, status } = this.#figures.take({
      session,
      strides: this.#strides,
      check: this.#check,
      modelId: this.#env.models.runnable?.loaded.card.id ?? null,
      nowMs,
      epochMs: this.#env.timeOrigin + nowMs,
    });
    const goals = this.#feedback.figures;
    this.#recording.describe({ ...row, summary: { ...row.summary, ...goals } }, details);
    this.#recording.note('status', { ...status, ...goals });
  }

  #onTick(tick: number, measured: Float32Array, input: Float32Array): void {
    this.#tickArrivalMs = this.#chunkArrivalMs;
    this.#outbox?.addTick(tick, measured);
    this.#recording.tick(tick, measured, this.#env.timeOrigin + this.#tickArrivalMs);
    this.#strides.tick(measured);
    this.#walk.tick(measured);
    this.#adaptation.tick(tick, input, measured);
    this.#feedback.tick(tick, measured);
    this.#tickDoneMs = this.#env.now();
  }

  #onForecast(tick: number): void {
    const lanes = this.#session?.pipeline?.lanes;
    if (!lanes || !this.#outbox) return;
    this.#runs.add(this.#env.now() - this.#tickDoneMs);
    const { compareWith } = this.#setup;
    const compare = compareWith === null ? [] : lanes.map((l) => l.latest(compareWith));
    this.#outbox.addForecast(
      tick,
      lanes.map((l) => l.shown),
      compare.every((c) => c !== null) ? compare : [],
    );
    this.#forecastMs = this.#env.now();
    this.#recording.forecast(tick, lanes, this.#env.timeOrigin + this.#tickArrivalMs);
    this.#latency.add(this.#forecastMs - this.#tickArrivalMs);
    // A forecast with a read-back comes outside of any chunk.
    if (this.#env.models.asynchronous) this.#flushTicks();
  }

  #flushTicks(): void {
    if (!this.#credit || !this.#outbox) return;
    const { timeOrigin } = this.#env;
    const bundle = this.#outbox.take(
      timeOrigin + this.#tickArrivalMs,
      timeOrigin + this.#forecastMs,
      timeOrigin + this.#env.now(),
    );
    if (bundle === null) return;
    this.#credit = false;
    this.#env.post({ type: 'ticks', bundle }, transferablesOf(bundle));
  }

  /** The walker in the virtual exoskeleton does as the patient is asked to. */
  #checkSignal(action: 'start' | 'next' | 'cancel'): void {
    this.#check.command(action, this.#session, this.#setup.affectedSide);
    const { step } = this.#check;
    const does =
      step === 'stand' ? 'stand' : step === 'bend' ? 'knee_bend' : step === 'contract' ? 'tense' : 'walk';
    this.#source?.walker?.({ type: 'walker', action: does });
  }

  #zeroNow(): void {
    const session = this.#session;
    if (!session?.calibration || !session.pipeline) return;
    const means = angleMeans(session.pipeline.source);
    if (means !== null) session.calibrate(withZero(session.calibration, means));
  }

  /** From the start means a new session: scores since the start of the stream start again too. */
  #steerReplay({ action, speed }: Extract<EngineCommand, { type: 'replay' }>): void {
    if (action === 'restart' && this.#request !== null) void this.#connect(this.#request, this.#calibrations);
    else if (action !== 'restart') this.#source?.replay?.control(action, speed);
    this.#touch();
  }

  /** From the log, which has all of it; without one, what was kept in memory. */
  async #takeCapture(): Promise<void> {
    const session = this.#session;
    if (!session) return;
    const logged = await this.#recording.wireSoFar();
    const bytes = logged ?? session.capture.take();
    const truncated = logged === null && session.capture.partial;
    const { name, bytes: file } = captureFile(session.device, bytes);
    this.#env.post({ type: 'capture', name, bytes: file, truncated }, [file.buffer]);
  }

  #replayState(): EngineState['replay'] {
    const state = this.#source?.replay?.state() ?? null;
    return state && { ...state, differences: this.#replay?.differences ?? null };
  }

  #housekeeping(): void {
    this.#watchExecutor();
    this.#watchRate();
    this.#adaptation.housekeeping();
    this.#feedback.housekeeping();
    const now = this.#env.now();
    if (now - this.#figuresMs >= FIGURES_EVERY_MS) this.#noteFigures(this.#session);
    // Link figures move on their own; everything else marks itself.
    const phase = this.#session?.connection.state.phase;
    if (phase === 'streaming' || phase === 'handshaking') this.#dirty = true;
    if (!this.#dirty || now - this.#lastStateMs < STATE_EVERY_MS / 2) return;
    this.#dirty = false;
    this.#lastStateMs = now;
    this.#env.post({
      type: 'state',
      state: assembleState({
        now,
        request: this.#request,
        session: this.#session,
        models: this.#env.models,
        setup: this.#setup,
        latency: this.#latency,
        runs: this.#runs,
        check: this.#check,
        strides: this.#strides,
        walk: this.#walk,
        replay: this.#replayState(),
        personal: this.#adaptation.active,
        recording: this.#recording.state,
      }),
    });
  }

  #publishScores(): void {
    const pipeline = this.#session?.pipeline;
    if (pipeline && pipeline.lanes.length > 0 && this.#session?.connection.state.phase === 'streaming') {
      this.#env.post({ type: 'scores', table: pipeline.scores() });
    }
  }

  #watchExecutor(): void {
    if (!this.#env.models.lost) return;
    this.#env.post({ type: 'notice', code: 'gl_lost', detail: this.#env.models.runnable?.executor.id ?? '' });
    void this.#env.models.replaceLost(this.#setup);
  }

  /** An executor that turns out slower than it was measured: forecast fewer ticks rather than drop them by chance. */
  #watchRate(): void {
    const pipeline = this.#session?.pipeline;
    const now = this.#env.now();
    if (!pipeline || this.#replay !== null || now - this.#missedBase.atMs < MISSED_WATCH_MS) return;
    const missed = pipeline.missed - this.#missedBase.missed;
    const due = missed + pipeline.forecasts - this.#missedBase.forecasts;
    this.#missedBase = { missed: pipeline.missed, forecasts: pipeline.forecasts, atMs: now };
    if (due < 5 || missed / due <= MISSED_SHARE) return;
    const slower = STRIDES.find((s) => s > pipeline.stride);
    if (slower === undefined) return;
    pipeline.stride = slower;
    this.#recordRunning(pipeline);
    this.#env.post({ type: 'notice', code: 'rate_lowered', detail: String(Math.round(MODEL_RATE / slower)) });
    this.#touch();
  }

  #fault(command: Extract<EngineCommand, { type: 'fault' }>): void {
    if (command.fault === 'lose_gl') return this.#env.loseContext();
    if (command.fault === 'kill_adaptation') return this.#adaptation.killWorker();
    const until = this.#env.now() + (command.ms ?? 0);
    while (this.#env.now() < until) {
      // A thread that does nothing else for a while, as under a slow driver.
    }
  }

  #touch(): void {
    this.#dirty = true;
  }
}

/** The densest rhythm that leaves the executor a third of the time to spare. */
function strideFor(runMs: number | null, lanes: number): number {
  const needMs = (runMs ?? 0) * Math.max(1, lanes) * 1.5;
  return STRIDES.find((s) => (s * 1000) / MODEL_RATE >= needMs) ?? STRIDES[STRIDES.length - 1];
}
