import { useTranslation } from 'react-i18next';
import { useApp } from '../store/store';
import classes from './EventLine.module.css';

/** The latest thing that happened to the stream; it stays until the next, and nothing pops up over the data. */
export function EventLine() {
  const { t, i18n } = useTranslation();
  const notice = useApp((s) => s.notice);
  const truncated = useApp((s) => s.captureTruncated);
  const paused = useApp((s) => s.paused);
  return (
    <p
      className={classes.line}
      role="status"
      aria-label={t('notice.latest')}
      data-testid="notice"
      data-code={notice?.code}
    >
      {truncated && <b>{t('live.captureTruncated')} </b>}
      {paused && <b>{t('live.pausedNote')} </b>}
      {notice &&
        t('notice.at', {
          time: new Date(notice.atMs).toLocaleTimeString(i18n.language),
          text: t(`notice.${notice.code}`),
        })}
      {notice?.detail && <small> {notice.detail}</small>}
    </p>
  );
}
