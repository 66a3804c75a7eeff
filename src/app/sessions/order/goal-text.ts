import type { TFunction } from 'i18next';
import type { ReviewGoal } from '../../../records/review/review';
import { fixed } from '../../format';
import { sideLabel } from '../../names';
import { aimText } from '../../patient-display/aim-text';

/** What was aimed for. */
export function goalText(t: TFunction, goal: ReviewGoal): string {
  switch (goal.kind) {
    case 'steps': {
      const { joint, side, moment, low, high } = goal.goal;
      return t('patientDisplay.goal', {
        joint: t(`patientDisplay.joints.${joint}`),
        side: sideLabel(t, side),
        aim: aimText(t, joint, moment),
        low,
        high,
      });
    }
    case 'range':
      return t('goals.range', { side: sideLabel(t, goal.side), degrees: goal.degrees });
    case 'symmetry':
      return t('goals.symmetry', { percent: goal.percent });
  }
}

/** What came of it. */
export function outcomeText(t: TFunction, goal: ReviewGoal): string {
  switch (goal.kind) {
    case 'steps': {
      const { judged, inTarget } = goal;
      const wanted = goal.goal.steps;
      return wanted === null
        ? t('goals.steps', { judged, inTarget })
        : t('goals.stepsWanted', { judged, inTarget, wanted });
    }
    case 'range':
      return t('goals.reached', { count: goal.strides, reached: goal.reached, mean: fixed(goal.mean) });
    case 'symmetry':
      return t(Math.abs(goal.index) <= goal.percent ? 'goals.met' : 'goals.notMet', {
        index: fixed(goal.index),
        ...goal.strides,
      });
  }
}
