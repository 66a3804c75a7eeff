import type { LogSession } from '../../src/records/log/contents';
import { finishLog } from '../../src/records/log/mcap/finish';
import type { LogReport, LogRequest } from '../../src/records/log/protocol';
import { SessionLog } from '../../src/records/log/session-log';
import type { LogWorker } from '../../src/records/log/spawn';
import { MemoryFile } from '../../src/records/log/testing/memory-file';
import { toRecordsError } from '../../src/records/records-error';

/** A session's file as it was left. */
export interface LeftLog {
  readonly session: LogSession;
  readonly file: MemoryFile;
  /** It was given its end in the usual way. */
  closed: boolean;
}

/** Writes the real log into files in memory, on a disk that may be full, by a thread that may die. */
export class ChaosLogWorker implements LogWorker {
  readonly logs: LeftLog[] = [];
  stopped: string | null = null;
  onReport: (report: LogReport) => void = () => undefined;
  onDeath: (reason: string) => void = () => undefined;
  readonly #room: number;
  #log: SessionLog | null = null;
  #dead = false;

  constructor(room: number | null) {
    this.#room = room ?? Number.POSITIVE_INFINITY;
  }

  post(request: LogRequest, transfer: Transferable[] = []): void {
    // As between threads: what was transferred is gone on this side.
    const sent = structuredClone(request, { transfer });
    if (this.#dead) return;
    try {
      this.#take(sent);
    } catch (error) {
      const { code, message } = toRecordsError(error);
      const id = this.logs.at(-1)?.session.id ?? '';
      this.#close();
      this.stopped = code;
      this.onReport({ type: 'stopped', id, code, detail: message });
    }
  }

  die(): void {
    this.#dead = true;
    this.#log = null;
    this.onDeath('killed');
  }

  #take(request: LogRequest): void {
    switch (request.type) {
      case 'open': {
        const file = new MemoryFile(undefined, this.#room);
        this.logs.push({ session: request.session, file, closed: false });
        this.#log = new SessionLog(file, request.session);
        return;
      }
      case 'layout':
        return this.#log?.layout(request.layout);
      case 'batch':
        return this.#log?.append(request.batch);
      case 'attach':
        return this.#log?.attach(request.name, request.mediaType, request.bytes, request.atMs);
      case 'assign':
        return this.#log?.assign(request.patientId);
      case 'close':
        return this.#close();
      default:
    }
  }

  #close(): void {
    const log = this.#log;
    this.#log = null;
    try {
      log?.finish();
      if (log !== null) this.logs.at(-1)!.closed = true;
    } catch {
      // No room for the end: the next start gives it one, as here.
    }
  }
}

/** What the next start makes of a log: the same code, on a disk with room again. */
export function recovered({ file, closed }: LeftLog): Blob {
  if (closed) return new Blob([file.bytes]);
  const left = new MemoryFile(file.bytes);
  finishLog(left, { verify: true });
  return new Blob([left.bytes]);
}
