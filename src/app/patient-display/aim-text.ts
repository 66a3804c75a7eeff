import type { TFunction } from 'i18next';
import type { Goal } from '../../gait/feedback/goal';
import type { patientDisplay } from '../i18n/patient-display/en';

type AimKey = keyof (typeof patientDisplay)['aims'];

/** What a moment asks of a joint, e.g. "Swing: bend". */
export const aimText = (t: TFunction, joint: Goal['joint'], moment: Goal['moment']): string =>
  t(`patientDisplay.aims.${`${joint}_${moment}` as AimKey}`);
