import { useKeys } from '../shell/use-keys';
import { useApp } from '../store/store';
import { GoalDialog } from './GoalDialog';
import { openScreen } from './open-screen';

/** The key P opens the patient's screen from anywhere; where one is open, its dialog. */
export function PatientDisplay() {
  const open = useApp((s) => s.goalDialogOpen);
  useKeys({
    p: () => {
      const { feedback, setGoalDialogOpen } = useApp.getState();
      if (feedback?.screenOpen) setGoalDialogOpen(true);
      else openScreen();
    },
  });
  return open ? <GoalDialog /> : null;
}
