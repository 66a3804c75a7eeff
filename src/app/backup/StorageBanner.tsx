import { useTranslation } from 'react-i18next';
import { hashOf } from '../routes';
import classes from './Backup.module.css';
import { useStorage } from './use-storage';

/** Above every screen while little room is left: act soon, then act now. */
export function StorageBanner() {
  const { t } = useTranslation();
  const { state } = useStorage();
  if (state === null || state.level === 'ok') return null;
  const minutes = Math.floor(state.hoursLeft * 60);
  return (
    <p className={classes.banner} role="status" data-testid="storage-banner" data-level={state.level}>
      <span>{t(`backup.${state.level}`, { minutes })}</span>
      <span>{t('backup.lowTodo')}</span>
      <a href={hashOf('setup')}>{t('backup.toStorage')}</a>
      <a href={hashOf('sessions')}>{t('backup.toSessions')}</a>
    </p>
  );
}
