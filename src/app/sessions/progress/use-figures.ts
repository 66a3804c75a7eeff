import { useEffect, useState } from 'react';
import { type Figure, figuresOfReview, readFigures, storedFigures } from '../../../records/review/figures';
import { ReviewClient } from '../../../records/review/review-client';
import type { SessionRow } from '../../../records/shapes/session';
import { useDesks } from '../../link/use-desks';

export interface SessionFigures {
  readonly row: SessionRow;
  /** null: not yet read, or not readable. */
  readonly figures: readonly Figure[] | null;
}

/**
 * Figures of finished sessions out of their rows; those that were never computed are read from their logs, one after the other,
 * and kept. `left`: how many are still to be read.
 */
export function useFigures(rows: readonly SessionRow[]): {
  readonly sessions: readonly SessionFigures[];
  readonly left: number;
} {
  const desk = useDesks().sessions;
  const [failed, setFailed] = useState<readonly string[]>([]);
  const sessions = rows.map((row) => ({ row, figures: readFigures(row.summary) }));
  const open = sessions.filter(
    ({ row, figures }) => figures === null && row.logFile !== null && !failed.includes(row.id),
  );
  const next = open[0]?.row;
  const nextId = next?.id ?? null;
  const logFile = next?.logFile ?? null;
  useEffect(() => {
    if (nextId === null) return;
    let [here, client] = [true, null as ReviewClient | null];
    const giveUp = (): void => {
      if (here) setFailed((before) => [...before, nextId]);
    };
    desk.log({ logFile }).then((file) => {
      if (!here) return;
      client = new ReviewClient(file, {
        // The row changes by it, and the list is read again.
        onReview: (review) => {
          desk.keepFigures(nextId, storedFigures(figuresOfReview(review))).catch(giveUp);
        },
        onFailed: giveUp,
      });
    }, giveUp);
    return () => {
      here = false;
      client?.close();
    };
  }, [desk, nextId, logFile]);
  return { sessions, left: open.length };
}
