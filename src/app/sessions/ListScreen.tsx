import { useTranslation } from 'react-i18next';
import { errorText } from '../patients/error-text';
import { hashOf } from '../routes';
import classes from './Sessions.module.css';
import { SessionList } from './SessionList';
import { useSessions } from './use-sessions';

/** Every stored session. */
export function ListScreen() {
  const { t } = useTranslation();
  const { rows, problem } = useSessions();
  return (
    <div className={classes.screen} data-testid="sessions">
      <h1>{t('sessions.title')}</h1>
      <p className={classes.lead}>{t('sessions.lead')}</p>
      {problem !== null && (
        <p className={classes.problem} role="alert" data-testid="sessions-problem" data-code={problem}>
          {errorText(t, problem)}
        </p>
      )}
      {rows === null && problem === null && <p role="status">{t('sessions.loading')}</p>}
      {rows?.length === 0 && (
        <section className={classes.panel} data-testid="sessions-none">
          <h2>{t('sessions.noneTitle')}</h2>
          <p>{t('sessions.none')}</p>
          <p>
            <a href={hashOf('live')}>{t('sessions.toLive')}</a>
          </p>
        </section>
      )}
      {rows && rows.length > 0 && <SessionList rows={rows} />}
    </div>
  );
}
