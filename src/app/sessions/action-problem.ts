import type { TFunction } from 'i18next';
import { en } from '../i18n/en';

type Known = keyof typeof en.sessionActions.failed;

const isKnown = (code: string): code is Known =>
  code !== 'other' && Object.hasOwn(en.sessionActions.failed, code);

/** Why a session could not be exported, in words. */
export const actionProblem = (t: TFunction, code: string): string =>
  isKnown(code) ? t(`sessionActions.failed.${code}`) : t('sessionActions.failed.other', { code });
