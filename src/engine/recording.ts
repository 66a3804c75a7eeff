import type { Calibration } from '../device/calibration';
import type { DeviceDescription } from '../device/events';
import { SHOWN_HORIZONS_MS } from '../forecast/forecaster';
import type { LoadedModel } from '../forecast/model-library';
import type { Side } from '../gait/channels';
import { BatchCollector } from '../records/log/batch-collector';
import type { NoteTopic } from '../records/log/contents';
import type { LoggedDetails, LoggedFigures, LogReport, LogRequest } from '../records/log/protocol';
import type { LogWorker } from '../records/log/spawn';
import type { ActivePersonal, PersonalDraft } from './adapt-protocol';
import type { ForecastLane } from './pipeline/forecast-lane';
import type { RecordingState } from './protocol';
import { modelFiles, personalFiles } from './replay/logged-model';

/** What has come goes to the log this often. */
const BATCH_MS = 80;
/** Wire bytes kept before it is known what the device is; a source that never streams keeps no more. */
const MAX_EARLY_BYTES = 2 ** 20;
const OFF: RecordingState = { phase: 'off', id: null, startedAtMs: null, bytes: 0, code: null };

interface RecordingOptions {
  readonly spawn: () => LogWorker;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly onChange: () => void;
}

interface Streaming {
  readonly device: DeviceDescription;
  readonly source: string;
  readonly affectedSide: Side;
}

/** What runs from now on. */
interface Running {
  readonly channels: readonly string[];
  readonly lanes: readonly ForecastLane[];
  readonly rate: number;
  readonly calibration: Calibration | null;
  readonly model: LoadedModel | null;
  readonly executor: string | null;
  readonly personal: ActivePersonal | null;
  /** What `personal` is made of. */
  readonly draft: PersonalDraft | null;
  /** Ticks from one forecast to the next. */
  readonly everyTicks: number;
}

/**
 * The session's log, seen from the live path: takes what passes, in the order in which it passes, and sends it to the log's
 * worker ten times a second. Nothing here waits for a disk.
 */
export class Recording {
  readonly #options: RecordingOptions;
  readonly #collector = new BatchCollector();
  #worker: LogWorker | null = null;
  #waiting = false;
  #running: Running | null = null;
  #patientId: string | null = null;
  #attached = new Set<string>();
  #described = '';
  #layout = '';
  #tick = -1;
  #state: RecordingState = OFF;
  /** Who waits for the wire bytes of the log. */
  #wireWaits: ((bytes: Uint8Array<ArrayBuffer> | null) => void)[] = [];

  constructor(options: RecordingOptions) {
    this.#options = options;
    setInterval(() => this.#send(), BATCH_MS);
  }

  get state(): RecordingState {
    return this.#state;
  }

  /** Sessions that were cut off are ended; logs of deleted ones go. */
  recover(): void {
    this.#post({ type: 'recover' });
  }

  /** A source is being opened: its bytes belong to the session that may come of it. */
  begin(): void {
    this.end();
    this.#waiting = true;
    this.#tick = -1;
    this.#running = null;
  }

  /** It streams: from here on it is a session. */
  streaming({ device, source, affectedSide }: Streaming): void {
    if (!this.#waiting) return;
    this.#waiting = false;
    const startedAtMs = this.#options.now();
    const id = crypto.randomUUID();
    this.#state = { phase: 'recording', id, startedAtMs, bytes: 0, code: null };
    this.#attached = new Set();
    this.#described = '';
    this.#layout = '';
    this.#post({
      type: 'open',
      session: {
        id,
        patientId: this.#patientId,
        startedAt: new Date(startedAtMs).toISOString(),
        device: device.name,
        serial: device.serial,
        source,
        affectedSide,
      },
    });
    this.note('device', { ...device });
    if (this.#running !== null) this.#layOut(this.#running);
    this.#options.onChange();
  }

  /** Whose session this is, and those after it; null for nobody's. */
  assign(patientId: string | null): void {
    if (patientId === this.#patientId) return;
    this.#patientId = patientId;
    if (this.#state.phase === 'recording') this.#post({ type: 'assign', patientId });
  }

  wire(chunk: Uint8Array, atMs: number): void {
    if (!this.#active) return;
    if (this.#waiting && this.#collector.wireBytes > MAX_EARLY_BYTES) return;
    this.#collector.wire(chunk, atMs);
  }

  /** Everything that came over the wire in this session, from its log; null where there is none, or it cannot be read. */
  wireSoFar(): Promise<Uint8Array<ArrayBuffer> | null> {
    if (this.#state.phase !== 'recording') return Promise.resolve(null);
    this.#send();
    return new Promise((resolve) => {
      this.#wireWaits.push(resolve);
      this.#post({ type: 'wire' });
    });
  }

  /** Channels, legs, calibration or model are others from now on. */
  runs(running: Running): void {
    this.#running = running;
    if (this.#state.phase === 'recording') this.#layOut(running);
  }

  tick(tick: number, measured: Float32Array, atMs: number): void {
    this.#tick = tick;
    if (this.#state.phase === 'recording') this.#collector.tick(tick, measured, atMs);
  }

  forecast(tick: number, lanes: readonly ForecastLane[], atMs: number): void {
    if (this.#state.phase !== 'recording') return;
    this.#collector.forecast(tick, lanes, atMs);
  }

  note(topic: NoteTopic, value: Readonly<Record<string, unknown>>): void {
    if (this.#state.phase !== 'recording') return;
    this.#collector.note({ topic, atMs: this.#options.now(), tick: this.#tick, value });
  }

  /** What the list of sessions shows, as far as it has changed. */
  describe(row: LoggedFigures, details: LoggedDetails): void {
    if (this.#state.phase !== 'recording') return;
    const described = JSON.stringify([row, details]);
    if (described === this.#described) return;
    this.#described = described;
    this.#post({ type: 'describe', row, details });
  }

  /** The source was let go. */
  end(): void {
    this.#waiting = false;
    this.#answerWire(null);
    if (this.#state.phase === 'recording') {
      this.#send();
      this.#post({ type: 'close' });
    }
    this.#collector.take();
    if (this.#state.phase === 'off') return;
    this.#state = OFF;
    this.#options.onChange();
  }

  get #active(): boolean {
    return this.#waiting || this.#state.phase === 'recording';
  }

  #layOut(running: Running): void {
    const { channels, lanes, rate, calibration, model, executor, draft, everyTicks } = running;
    // What was gathered belongs to the layout before.
    this.#send();
    const steps = Math.min(...lanes.map((lane) => lane.steps), Number.POSITIVE_INFINITY);
    const layout = {
      rate,
      channels: [...channels],
      lanes: lanes.map(({ lane }) => ({ side: lane.side, joints: [...lane.joints] })),
      horizonsMs: SHOWN_HORIZONS_MS.filter((ms) => (ms * rate) / 1000 <= steps),
    };
    // Another model with the same legs and channels goes on in the same columns.
    if (JSON.stringify(layout) !== this.#layout) {
      this.#layout = JSON.stringify(layout);
      this.#post({ type: 'layout', layout });
      this.#collector.layout(layout);
    }
    if (calibration !== null) this.note('calibration', { ...calibration });
    const sha256 = model?.card.files.weights.sha256 ?? null;
    if (model !== null && sha256 !== null) this.#attach(sha256, () => modelFiles(model));
    const personal = running.personal && { ...running.personal, sha256: this.#attachPersonal(draft) };
    this.note('model', { id: model?.card.id ?? null, sha256, executor, personal, everyTicks });
  }

  /** sha256 of its bytes, which are its name; null for none. */
  #attachPersonal(draft: PersonalDraft | null): string | null {
    if (draft === null) return null;
    const { key, files } = personalFiles(draft);
    this.#attach(key, () => files);
    return key;
  }

  /** What forecasts, once a session: with it the log can be forecast again years later. */
  #attach(key: string, files: () => ReturnType<typeof modelFiles>): void {
    if (this.#attached.has(key)) return;
    this.#attached.add(key);
    const atMs = this.#options.now();
    for (const file of files()) this.#post({ type: 'attach', ...file, atMs });
  }

  #send(): void {
    if (this.#state.phase !== 'recording') return;
    const batch = this.#collector.take();
    if (batch === null) return;
    const { wire, ticks, forecasts } = batch;
    const arrays = [
      wire.bytes,
      wire.ends,
      wire.atMs,
      ticks.numbers,
      ticks.atMs,
      ticks.measured,
      forecasts.numbers,
      forecasts.atMs,
      ...forecasts.values,
    ];
    this.#post(
      { type: 'batch', batch },
      arrays.map((a) => a.buffer as ArrayBuffer),
    );
  }

  #post(request: LogRequest, transfer?: Transferable[]): void {
    try {
      this.#worker ??= this.#start();
      this.#worker.post(request, transfer);
    } catch {
      this.#stopped('unavailable');
    }
  }

  #start(): LogWorker {
    const worker = this.#options.spawn();
    worker.onReport = (report) => this.#onReport(report);
    worker.onDeath = () => {
      this.#worker = null;
      this.#stopped('internal');
    };
    return worker;
  }

  #onReport(report: LogReport): void {
    if (report.type === 'recovered' || report.type === 'closed' || report.id !== this.#state.id) return;
    if (report.type === 'stopped') return this.#stopped(report.code);
    if (report.type === 'wire') return this.#answerWire(report.bytes);
    this.#state = { ...this.#state, bytes: report.bytes };
    this.#options.onChange();
  }

  /** The live path goes on without a log, and says so. */
  #stopped(code: NonNullable<RecordingState['code']>): void {
    this.#answerWire(null);
    if (!this.#active) return;
    this.#waiting = false;
    this.#state = { ...this.#state, phase: 'stopped', code };
    this.#collector.take();
    this.#options.onChange();
  }

  #answerWire(bytes: Uint8Array<ArrayBuffer> | null): void {
    const waits = this.#wireWaits;
    this.#wireWaits = [];
    for (const answer of waits) answer(bytes);
  }
}
