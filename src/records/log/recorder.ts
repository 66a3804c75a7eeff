import type { Database } from '../database/database';
import { toRecordsError } from '../records-error';
import type { Sessions } from '../sessions';
import type { LogSession } from './contents';
import { deleteDoomed } from './doomed-logs';
import { type HeldLog, holdLog, logName } from './log-store';
import type { LogReport, LogRequest } from './protocol';
import { figuresOf, recoverSessions } from './recover';
import { SessionLog } from './session-log';
import { wireSoFar } from './wire-so-far';

/** The disk is asked to keep what was written this often at most. */
const FLUSH_MS = 100;
const REPORT_MS = 1000;

interface Recording {
  readonly log: SessionLog;
  readonly held: HeldLog;
  flushedAt: number;
  reportedAt: number;
}

interface RecorderOptions {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly report: (report: LogReport) => void;
  /** Monotonic, ms. */
  readonly now: () => number;
}

/** Writes sessions, one at a time, in the order of the requests. A failure ends the recording, never the worker. */
export class Recorder {
  readonly #options: RecorderOptions;
  #recording: Recording | null = null;
  /** The session that is recorded, or was to be. */
  #sessionId = '';
  #queue: Promise<void> = Promise.resolve();
  /** Work on the session's row, one after the other. The log never waits for the database. */
  #rows: Promise<void> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Resolves when the request is done. */
  take(request: LogRequest): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      try {
        await this.#do(request);
      } catch (error) {
        await this.#stop(error);
      }
    });
    return this.#queue;
  }

  async #do(request: LogRequest): Promise<void> {
    switch (request.type) {
      case 'recover':
        return this.#recover();
      case 'open':
        await this.#close();
        this.#sessionId = request.session.id;
        return this.#open(request.session);
      case 'assign': {
        this.#recording?.log.assign(request.patientId);
        return void this.#update({ patientId: request.patientId });
      }
      case 'layout':
        return this.#recording?.log.layout(request.layout);
      case 'attach': {
        const { name, mediaType, bytes, atMs } = request;
        return this.#recording?.log.attach(name, mediaType, bytes, atMs);
      }
      case 'batch':
        this.#recording?.log.append(request.batch);
        return this.#written();
      case 'describe':
        return void this.#update(request.row, request.details);
      case 'wire':
        // Not waited for: the log goes on meanwhile.
        return void this.#handOutWire();
      case 'close':
        return this.#close();
    }
  }

  async #recover(): Promise<void> {
    const { database, sessions, report } = this.#options;
    try {
      report({ type: 'recovered', sessions: await recoverSessions(database, sessions), code: null });
    } catch (error) {
      report({ type: 'recovered', sessions: [], code: toRecordsError(error).code });
    }
  }

  async #open(session: LogSession): Promise<void> {
    const name = logName(session.id);
    const held = await holdLog(name, { create: true });
    if (held === null) throw new Error(`${name} is taken`);
    try {
      this.#recording = {
        log: new SessionLog(held.file, session),
        held,
        flushedAt: Number.NEGATIVE_INFINITY,
        reportedAt: Number.NEGATIVE_INFINITY,
      };
    } catch (error) {
      held.release();
      throw error;
    }
    const row = {
      ...session,
      endedAt: null,
      modelIds: [],
      logFile: name,
      logBytes: 0,
      durationS: null,
      strides: null,
      state: 'recording' as const,
      summary: {},
    };
    // The file counts: where the database fails, the row is made from the file at the next start.
    void this.#row(() => this.#options.sessions.add(row));
  }

  #written(): void {
    const { now, report } = this.#options;
    const recording = this.#recording;
    if (recording === null) return;
    const { log } = recording;
    if (now() - recording.flushedAt >= FLUSH_MS) {
      log.flush();
      recording.flushedAt = now();
    }
    if (now() - recording.reportedAt < REPORT_MS) return;
    recording.reportedAt = now();
    const { bytes } = log;
    // Whoever hears of the session finds it in the list.
    void this.#rows.then(() => report({ type: 'written', id: log.session.id, bytes }));
  }

  async #handOutWire(): Promise<void> {
    const recording = this.#recording;
    if (recording === null) return;
    const { log, held } = recording;
    const bytes = await wireSoFar(held.file, nextTurn).catch(() => null);
    this.#options.report({ type: 'wire', id: log.session.id, bytes });
  }

  /** Not there any more means that somebody deleted the session: its log goes when it is closed. */
  #update(...change: ParametersAfterFirst<Sessions['update']>): Promise<void> {
    const id = this.#recording?.log.session.id;
    return id === undefined ? this.#rows : this.#row(() => this.#options.sessions.update(id, ...change));
  }

  #row(work: () => Promise<unknown>): Promise<void> {
    this.#rows = this.#rows.then(work).then(
      () => undefined,
      () => undefined,
    );
    return this.#rows;
  }

  async #close(): Promise<void> {
    const recording = this.#recording;
    if (recording === null) return;
    const { log, held } = recording;
    try {
      const figures = figuresOf(log.finish());
      await this.#update({ ...figures, state: 'closed' });
    } finally {
      this.#recording = null;
      held.release();
    }
    await deleteDoomed(this.#options.database);
    this.#options.report({ type: 'closed', id: log.session.id });
  }

  /** What is in the file stays, and gets its end now or, where there is no room for it, at the next start. */
  async #stop(error: unknown): Promise<void> {
    const { code, message } = toRecordsError(error);
    await this.#close().catch(() => undefined);
    // Also where it could not even begin: nobody may believe that it is recorded.
    this.#options.report({ type: 'stopped', id: this.#sessionId, code, detail: message });
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

type ParametersAfterFirst<F> = F extends (first: never, ...rest: infer R) => unknown ? R : never;
