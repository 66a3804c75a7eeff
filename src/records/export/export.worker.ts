import { toRecordsError } from '../records-error';
import { exportSession } from './export-session';
import type { ExportReport, ExportRequest } from './protocol';

/** Makes a file of a log away from the page, which goes on drawing. */
declare const self: {
  postMessage(message: ExportReport): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ExportRequest>) => void): void;
};

async function make({ log, format, code }: ExportRequest): Promise<ExportReport> {
  try {
    const onShare = (share: number): void => self.postMessage({ type: 'progress', share });
    return { type: 'done', file: await exportSession(log, format, code, onShare) };
  } catch (error) {
    const problem = toRecordsError(error);
    return { type: 'failed', code: problem.code, detail: problem.message };
  }
}

self.addEventListener('message', ({ data }) => void make(data).then((report) => self.postMessage(report)));
