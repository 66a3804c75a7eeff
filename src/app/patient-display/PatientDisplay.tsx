import { useEffect } from 'react';
import { useApp } from '../store/store';
import { GoalDialog } from './GoalDialog';
import { openScreen } from './open-screen';

/** The key P opens the patient's screen from anywhere; where one is open, its dialog. */
export function PatientDisplay() {
  const open = useApp((s) => s.goalDialogOpen);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
      if (!plain || event.key.toLowerCase() !== 'p' || isTyping(event.target)) return;
      const { feedback, setGoalDialogOpen } = useApp.getState();
      if (feedback?.screenOpen) setGoalDialogOpen(true);
      else openScreen();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return open ? <GoalDialog /> : null;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, select, textarea, [contenteditable]') !== null;
