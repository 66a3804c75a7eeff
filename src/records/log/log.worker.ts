import { Changes } from '../changes';
import { Database } from '../database/database';
import { Sessions } from '../sessions';
import type { LogReport, LogRequest } from './protocol';
import { Recorder } from './recorder';

/** The log's own worker: a slow disk delays nobody but the log. */
declare const self: {
  postMessage(message: LogReport, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<LogRequest>) => void): void;
};

const database = new Database();
const recorder = new Recorder({
  database,
  sessions: new Sessions(database, new Changes()),
  report: (report) =>
    self.postMessage(report, report.type === 'wire' && report.bytes ? [report.bytes.buffer] : []),
  now: () => performance.now(),
});

self.addEventListener('message', ({ data }) => void recorder.take(data));
