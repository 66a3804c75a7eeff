import { useEffect, useState } from 'react';
import type { SessionDetails, SessionRow } from '../../records/shapes/session';
import { codeOf } from '../link/patient-desk';
import { useDesks } from '../link/use-desks';

export type StoredSession =
  | { readonly phase: 'reading' }
  | { readonly phase: 'failed'; readonly code: string }
  | { readonly phase: 'ready'; readonly row: SessionRow; readonly details: SessionDetails };

/** One session's row and details, read again at every change. */
export function useStoredSession(id: string): StoredSession {
  const { sessions } = useDesks();
  const [stored, setStored] = useState<StoredSession>({ phase: 'reading' });
  useEffect(() => {
    let [here, turn] = [true, 0];
    const read = async (): Promise<void> => {
      const mine = ++turn;
      const next = await sessions.get(id).then(
        (found): StoredSession => ({ phase: 'ready', ...found }),
        (error: unknown): StoredSession => ({ phase: 'failed', code: codeOf(error) }),
      );
      if (here && mine === turn) setStored(next);
    };
    void read();
    const stop = sessions.subscribe(() => void read());
    return () => {
      here = false;
      stop();
    };
  }, [sessions, id]);
  return stored;
}
