import type { ChannelName } from '../../gait/channels';
import type { RecordsErrorCode } from '../records-error';
import type { Block, BlockRequest } from './block';
import type { SessionReview } from './review';

/** What a screen and the worker that reads logs for it say to each other. One log a worker. */
export type ReviewRequest =
  | { type: 'open'; file: Blob }
  | { type: 'block'; id: number; request: BlockRequest };

export type ReviewReport =
  /** It can be looked at; what it comes to follows. */
  | { type: 'opened'; contents: LogContents }
  | { type: 'progress'; share: number }
  | { type: 'review'; review: SessionReview }
  | { type: 'block'; id: number; block: Block | null }
  | { type: 'failed'; code: RecordsErrorCode };

/** What is in a log, known at once. */
export interface LogContents {
  readonly seconds: number;
  /** Measured angle channels. */
  readonly joints: readonly ChannelName[];
  readonly horizonsMs: readonly number[];
}
