import type { Goal } from '../../gait/feedback/goal';
import type { PatientGoal } from '../../records/shapes/patient';
import type { useApp } from '../store/store';

type AppState = ReturnType<typeof useApp.getState>;

/** Of the chosen patient; where nobody is chosen, the one set for nobody in particular. */
export function goalInUse({ patients, settings, nobodysGoal }: AppState): Goal | null {
  if (settings.patientId === null) return nobodysGoal;
  return patients?.find((p) => p.id === settings.patientId)?.goals[0] ?? null;
}

const EARLIER = 6;

/** The new goal first; an earlier one for the same moment of the same joint gives way to it. */
export function withGoal(goals: readonly PatientGoal[], goal: Goal, setAt: string): PatientGoal[] {
  const { joint, side, moment, low, high, basis, steps } = goal;
  const others = goals.filter((g) => g.joint !== joint || g.side !== side || g.moment !== moment);
  return [{ joint, side, moment, low, high, basis, steps, setAt }, ...others].slice(0, EARLIER + 1);
}
