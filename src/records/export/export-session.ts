import { LogReader } from '../log/log-reader';
import { aboutOf, stampOf, type SessionAbout } from './about';
import { bidsOf } from './bids/dataset';
import { csvOf } from './csv';
import { motionOf } from './mot';
import { sessionTable } from './session-table';

/** `mcap`: the log itself; `csv`: all at model rate; `mot`: joint angles for OpenSim; `bids`: a zipped data set. */
export type ExportFormat = 'mcap' | 'csv' | 'mot' | 'bids';

export interface ExportedFile {
  readonly name: string;
  readonly blob: Blob;
}

/**
 * Makes a file of a finished log. `code`: the patient's pseudonym. Nothing is held in memory but what is being written.
 * Rejects with RecordsError `damaged` where the log cannot be read.
 */
export async function exportSession(
  log: Blob,
  format: ExportFormat,
  code: string | null,
  onShare?: (share: number) => void,
): Promise<ExportedFile> {
  const reader = await LogReader.open(log);
  const about = await aboutOf(reader, code);
  const stem = stemOf(about);
  if (format === 'mcap') return { name: `${stem}.mcap`, blob: log };
  const table = await sessionTable(reader);
  switch (format) {
    case 'csv':
      return { name: `${stem}.csv`, blob: await csvOf(table, onShare) };
    case 'mot':
      return { name: `${stem}.mot`, blob: await motionOf(table, stem, onShare) };
    case 'bids':
      return { name: `${stem}_bids.zip`, blob: await bidsOf(table, about, onShare) };
  }
}

/** Letters and digits of any script; no character that a file system or a shell minds. */
function stemOf({ code, startedAt }: SessionAbout): string {
  const name = (code ?? '')
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/gu, '');
  return ['stridecast', name, stampOf(startedAt)].filter((part) => part !== '').join('_');
}
