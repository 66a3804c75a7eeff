import { useEffect, useState } from 'react';
import type { SessionRow } from '../../records/shapes/session';
import { codeOf } from '../link/patient-desk';
import { useDesks } from '../link/use-desks';

interface StoredSessions {
  /** Newest first; null until they were read. */
  readonly rows: readonly SessionRow[] | null;
  /** Code of what the storage failed with. */
  readonly problem: string | null;
}

/** All sessions of this computer, read again at every change. */
export function useSessions(): StoredSessions {
  const { sessions } = useDesks();
  const [stored, setStored] = useState<StoredSessions>({ rows: null, problem: null });
  useEffect(() => {
    let [here, turn] = [true, 0];
    const read = async (): Promise<void> => {
      const mine = ++turn;
      const next = await sessions.list().then(
        (rows) => ({ rows, problem: null }),
        (error: unknown) => ({ rows: null, problem: codeOf(error) }),
      );
      if (here && mine === turn) setStored(next);
    };
    void read();
    const stop = sessions.subscribe(() => void read());
    return () => {
      here = false;
      stop();
    };
  }, [sessions]);
  return stored;
}
