import { RecordsError } from '../records-error';
import type { ExportedFile } from './export-session';
import type { ExportReport, ExportRequest } from './protocol';

/** `exportSession` in a worker of its own. Rejects with RecordsError, and with the signal's reason when that is given. */
export function exportInWorker(
  request: ExportRequest,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const worker = new Worker(new URL('./export.worker.ts', import.meta.url), {
    type: 'module',
    name: 'export',
  });
  return new Promise<ExportedFile>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<ExportReport>) => {
      if (data.type === 'progress') onShare(data.share);
      else if (data.type === 'done') resolve(data.file);
      else reject(new RecordsError(data.code, data.detail));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new RecordsError('internal', event.message));
    };
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}
