import { useTranslation } from 'react-i18next';
import { errorText } from '../patients/error-text';
import { fixed } from '../format';
import classes from './Sessions.module.css';
import type { ReviewState } from './use-review';

/** How far the reading of a log is, or why there is none. */
export function Reading({ state }: { state: ReviewState }) {
  const { t } = useTranslation();
  const { problem, review, share, leftS } = state;
  if (problem !== null)
    return (
      <p className={classes.problem} role="alert" data-testid="review-problem" data-code={problem}>
        {problem === 'recording' || problem === 'no_log'
          ? t(`sessions.problem.${problem}`)
          : errorText(t, problem)}
      </p>
    );
  if (review !== null) return null;
  return (
    <div className={classes.reading} role="status" data-testid="review-reading">
      <label htmlFor="review-share">{t('sessions.reading')}</label>
      <progress id="review-share" max={1} value={share} />
      {leftS !== null && leftS > 1 && <span>{t('sessions.left', { s: fixed(leftS, 0) })}</span>}
    </div>
  );
}
