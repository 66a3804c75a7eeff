import type { LogSession } from '../../records/log/contents';
import type { LogRequest } from '../../records/log/protocol';
import { SessionLog } from '../../records/log/session-log';
import type { LogWorker } from '../../records/log/spawn';
import { MemoryFile } from '../../records/log/testing/memory-file';
import { wireSoFar } from '../../records/log/wire-so-far';

/** Writes the real log, into memory instead of a disk. */
export function memoryLogWorker(): LogWorker & {
  readonly requests: LogRequest[];
  readonly logs: MemoryFile[];
} {
  const logs: MemoryFile[] = [];
  const requests: LogRequest[] = [];
  let log: SessionLog | null = null;
  const handOutWire = async ({ id }: LogSession): Promise<void> => {
    const bytes = await wireSoFar(logs.at(-1)!, () => Promise.resolve());
    worker.onReport({ type: 'wire', id, bytes });
  };
  const take = (request: LogRequest): void => {
    switch (request.type) {
      case 'open':
        logs.push(new MemoryFile());
        log = new SessionLog(logs.at(-1)!, request.session);
        return;
      case 'layout':
        return log?.layout(request.layout);
      case 'batch':
        return log?.append(request.batch);
      case 'attach':
        return log?.attach(request.name, request.mediaType, request.bytes, request.atMs);
      case 'assign':
        return log?.assign(request.patientId);
      case 'wire':
        return void (log && handOutWire(log.session));
      case 'close':
        log?.finish();
        log = null;
        return;
      case 'describe':
      case 'recover':
        return;
    }
  };
  const worker: ReturnType<typeof memoryLogWorker> = {
    requests,
    logs,
    post(request, transfer) {
      // As between threads: what was transferred is gone on the other side.
      const sent = structuredClone(request, { transfer: transfer ?? [] });
      requests.push(sent);
      take(sent);
    },
    onReport: () => undefined,
    onDeath: () => undefined,
  };
  return worker;
}
