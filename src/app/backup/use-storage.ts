import { useEffect, useState } from 'react';
import { type StorageState, storageState } from '../../records/storage';
import { useApp } from '../store/store';

/** Recording takes 5 MB a minute: this is soon enough for a warning. */
const LOOK_MS = 15_000;

/** What is used of the storage, looked at again from time to time and when a session begins or ends. null: not known. */
export function useStorage(): { state: StorageState | null; look: () => void } {
  const [state, setState] = useState<StorageState | null>(null);
  const [turn, setTurn] = useState(0);
  const recording = useApp((s) => s.engine?.recording.phase);
  const patients = useApp((s) => s.patients);
  useEffect(() => {
    let here = true;
    const look = (): void => void storageState().then((read) => here && setState(read));
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => {
      here = false;
      clearInterval(timer);
    };
  }, [recording, patients, turn]);
  return { state, look: () => setTurn((n) => n + 1) };
}
