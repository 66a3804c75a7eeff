import { useTranslation } from 'react-i18next';
import type { SessionRow } from '../../records/shapes/session';
import classes from './Sessions.module.css';

/** What is not usual about a session: still going on, cut off, a demo, without a log. */
export function SessionTags({ row }: { row: SessionRow }) {
  const { t } = useTranslation();
  const tags = [
    ...(row.state === 'closed' ? [] : [row.state]),
    ...(row.source === 'virtual' ? (['demo'] as const) : []),
    ...(row.logFile === null ? (['noLog'] as const) : []),
  ];
  return tags.map((tag) => (
    <span key={tag} className={classes.tag} title={t(`sessions.tagTitle.${tag}`)}>
      {t(`sessions.tag.${tag}`)}
    </span>
  ));
}
