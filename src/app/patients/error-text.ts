import type { TFunction } from 'i18next';
import { en } from '../i18n/en';

type Known = keyof typeof en.patients.error;

const isKnown = (code: string): code is Known => Object.hasOwn(en.patients.error, code);

/** What a storage or file error means, in words. */
export const errorText = (t: TFunction, code: string): string =>
  t(`patients.error.${isKnown(code) ? code : 'internal'}`);
