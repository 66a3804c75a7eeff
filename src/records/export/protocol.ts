import type { RecordsErrorCode } from '../records-error';
import type { ExportedFile, ExportFormat } from './export-session';

/** One file a worker. */
export interface ExportRequest {
  readonly log: Blob;
  readonly format: ExportFormat;
  readonly code: string | null;
}

export type ExportReport =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'done'; readonly file: ExportedFile }
  | { readonly type: 'failed'; readonly code: RecordsErrorCode; readonly detail: string };
