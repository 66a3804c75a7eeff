import { listLogs, readLog } from '../../../src/records/log/log-store';
import { LogReader } from '../../../src/records/log/log-reader';
import { spawnLogWorker } from '../../../src/records/log/spawn';
import { openRecords } from '../../../src/records/records';
import type { HourReport } from './hour.worker';

/** Writes `seconds` of a session into a log of this name; now and then it waits for `onReport`. */
function writeHour(
  name: string,
  seconds: number,
  onReport: (report: HourReport) => Promise<void>,
): Promise<HourReport> {
  const worker = new Worker(new URL('./hour.worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent<HourReport>) => {
      if (data.finishMs === null) return void onReport(data).then(() => worker.postMessage('go on'), reject);
      worker.terminate();
      resolve(data);
    };
    worker.postMessage({ name, seconds });
  });
}

/** What the page offers to the test, as its global `shop`: the records as a screen uses them. */
const shop = { openRecords, listLogs, readLog, spawnLogWorker, LogReader, writeHour };

export type Shop = typeof shop;

Object.assign(globalThis, { shop });
