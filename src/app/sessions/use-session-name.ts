import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionRow } from '../../records/shapes/session';

/** When it was, and what the therapist calls it. */
export function useSessionName(): (row: Pick<SessionRow, 'startedAt' | 'title'>) => string {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useCallback(
    ({ startedAt, title }) => {
      const date = new Date(startedAt).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
      return title === '' ? date : `${date} · ${title}`;
    },
    [language],
  );
}
