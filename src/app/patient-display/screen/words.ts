import { screenWords as en } from '../../i18n/patient-display/en';
import { screenWords as zh } from '../../i18n/patient-display/zh';

/** The screen loads no translation library: it has a dozen words. */
export type ScreenWords = typeof en | typeof zh;
export type ScreenLanguage = 'en' | 'zh';

export const wordsOf = (language: ScreenLanguage): ScreenWords => (language === 'zh' ? zh : en);

/** Puts values into the `{{holes}}` of a text. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
