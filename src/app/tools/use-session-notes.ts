import { useEffect, useRef, useState } from 'react';
import { useDesks } from '../link/use-desks';

interface SessionNotes {
  /** null until they were read. */
  readonly text: string | null;
  readonly state: 'kept' | 'saving' | 'failed';
  readonly change: (text: string) => void;
}

/** Nothing typed is on the screen only for longer than this. */
const PAUSE_MS = 400;

/** The notes of a session, written down shortly after the last letter, and at once when the field goes away. */
export function useSessionNotes(id: string | null): SessionNotes {
  const { sessions } = useDesks();
  const [text, setText] = useState<string | null>(null);
  const [state, setState] = useState<SessionNotes['state']>('kept');
  const waiting = useRef<{ id: string; text: string } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const write = (): void => {
    clearTimeout(timer.current);
    const note = waiting.current;
    waiting.current = null;
    if (note === null) return;
    sessions.note(note.id, note.text).then(
      () => waiting.current === null && setState('kept'),
      () => setState('failed'),
    );
  };
  const latest = useRef(write);
  useEffect(() => {
    latest.current = write;
  });

  useEffect(() => {
    if (id === null) return;
    let here = true;
    sessions.get(id).then(
      ({ details }) => here && setText(details.notes),
      () => here && setState('failed'),
    );
    return () => {
      here = false;
      latest.current();
    };
  }, [id, sessions]);

  const change = (next: string): void => {
    if (id === null) return;
    setText(next);
    setState('saving');
    waiting.current = { id, text: next };
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), PAUSE_MS);
  };
  return { text, state, change };
}
