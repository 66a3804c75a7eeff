import { useEffect, useState } from 'react';
import { figuresOfReview, readFigures, storedFigures } from '../../records/review/figures';
import type { LogContents } from '../../records/review/protocol';
import type { SessionReview } from '../../records/review/review';
import { ReviewClient } from '../../records/review/review-client';
import type { SessionRow } from '../../records/shapes/session';
import { codeOf } from '../link/patient-desk';
import { useDesks } from '../link/use-desks';

export interface ReviewState {
  /** Why there is none; `recording` and `no_log` beside the codes of the storage. */
  readonly problem: string | null;
  /** Reads the signal as it is looked at; null until the log is open. */
  readonly client: ReviewClient | null;
  readonly contents: LogContents | null;
  /** Share (0-1) that was read, and seconds left; null where that is not known yet. */
  readonly share: number;
  readonly leftS: number | null;
  readonly review: SessionReview | null;
}

const NOTHING: ReviewState = {
  problem: null,
  client: null,
  contents: null,
  share: 0,
  leftS: null,
  review: null,
};

/** What a session's log comes to, read in a worker; its figures are kept in the session's row. One log for the life of the component. */
export function useReview(row: SessionRow): ReviewState {
  const { sessions } = useDesks();
  const [state, setState] = useState<ReviewState>(NOTHING);
  const { id, logFile } = row;
  const recording = row.state === 'recording';
  const known = readFigures(row.summary) !== null;
  const obstacle = recording ? 'recording' : logFile === null ? 'no_log' : null;
  useEffect(() => {
    if (obstacle !== null) return;
    let [here, opened] = [true, null as ReviewClient | null];
    const change = (next: Partial<ReviewState>): void => {
      if (here) setState((before) => ({ ...before, ...next }));
    };
    const began = performance.now();
    sessions.log({ logFile }).then(
      (file) => {
        if (!here) return;
        const client = new ReviewClient(file, {
          onOpened: (contents) => change({ contents, client }),
          onProgress: (share) =>
            change({
              share,
              leftS: share > 0 ? ((performance.now() - began) / 1000) * (1 / share - 1) : null,
            }),
          onReview: (review) => {
            change({ review, share: 1, leftS: 0 });
            // A list that could not keep them shows what it has.
            if (!known)
              void sessions.keepFigures(id, storedFigures(figuresOfReview(review))).catch(() => undefined);
          },
          onFailed: (code) => change({ problem: code }),
        });
        opened = client;
      },
      (error: unknown) => change({ problem: codeOf(error) }),
    );
    return () => {
      here = false;
      opened?.close();
    };
    // Whether the figures are known changes when they have been kept: no reason to read again.
  }, [sessions, id, logFile, obstacle]);
  return obstacle === null ? state : { ...NOTHING, problem: obstacle };
}
