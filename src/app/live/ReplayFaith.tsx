import { useTranslation } from 'react-i18next';
import type { ReplayDifference } from '../../engine/protocol';
import classes from './ReplayFaith.module.css';

/** Whether a replayed session shows what was shown then, and what is not the same. */
export function ReplayFaith({ differences }: { differences: readonly ReplayDifference[] }) {
  const { t } = useTranslation();
  if (differences.length === 0)
    return (
      <span className={classes.faith} title={t('replayed.sameTitle')} data-testid="replay-faith" data-same>
        {t('replayed.same')}
      </span>
    );
  return (
    <details className={classes.faith} data-testid="replay-faith">
      <summary>{t('replayed.differs')}</summary>
      <ul>
        {differences.map((d) => (
          <li key={d.code + d.then}>{t(`replayed.difference.${d.code}`, { then: d.then, now: d.now })}</li>
        ))}
      </ul>
    </details>
  );
}
