import type { TFunction } from 'i18next';
import { en } from '../i18n/en';
import { fixed } from '../format';

type Known = keyof typeof en.backup.error;

export function problemText(t: TFunction, { code, detail }: { code: string; detail: string }): string {
  const known = Object.hasOwn(en.backup.error, code) ? (code as Known) : 'internal';
  return t(`backup.error.${known}`, { detail });
}

export const sizeText = (t: TFunction, bytes: number): string =>
  bytes >= 1e9
    ? t('backup.gb', { value: fixed(bytes / 1e9, 1) })
    : bytes >= 1e6
      ? t('backup.mb', { value: fixed(bytes / 1e6, bytes < 1e7 ? 1 : 0) })
      : t('backup.kb', { value: fixed(bytes / 1e3, 0) });

/** What a backup holds, in one line. */
export const holdsText = (
  t: TFunction,
  manifest: { patients: number; models: number; sessions: number },
  bytes: number,
): string =>
  t('backup.holds', {
    patients: t('backup.patients', { count: manifest.patients }),
    models: t('backup.models', { count: manifest.models }),
    sessions: t('backup.sessions', { count: manifest.sessions }),
    size: sizeText(t, bytes),
  });

export const dateText = (iso: string, language: string): string =>
  new Date(iso).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
