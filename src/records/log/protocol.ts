import type { RecordsErrorCode } from '../records-error';
import type { SessionDetails, SessionRow } from '../shapes/session';
import type { LogBatch, LogLayout, LogSession } from './contents';
import type { RecoveredSession } from './recover';

/** What the engine and the log's worker say to each other. One session at a time. */
export type LogRequest =
  /** Ends sessions that were cut off, and deletes what was doomed. */
  | { type: 'recover' }
  | { type: 'open'; session: LogSession }
  | { type: 'assign'; patientId: string | null }
  | { type: 'layout'; layout: LogLayout }
  | { type: 'batch'; batch: LogBatch }
  | { type: 'attach'; name: string; mediaType: string; bytes: Uint8Array; atMs: number }
  /** For the session's row: what the log itself does not tell. */
  | { type: 'describe'; row: LoggedFigures; details: LoggedDetails }
  /** Hand out the wire bytes that are in the log so far. */
  | { type: 'wire' }
  | { type: 'close' };

export type LoggedFigures = Partial<Pick<SessionRow, 'strides' | 'modelIds' | 'summary'>>;
export type LoggedDetails = Partial<Pick<SessionDetails, 'signalCheck' | 'calibration' | 'markers'>>;

export type LogReport =
  /** `code`: why nothing could be looked at; null where all went well. */
  | { type: 'recovered'; sessions: RecoveredSession[]; code: RecordsErrorCode | null }
  /** In the file so far. */
  | { type: 'written'; id: string; bytes: number }
  | { type: 'closed'; id: string }
  /** null where they could not be read. */
  | { type: 'wire'; id: string; bytes: Uint8Array<ArrayBuffer> | null }
  /** Nothing more is recorded of this session; what was written before is kept. */
  | { type: 'stopped'; id: string; code: RecordsErrorCode; detail: string };
