import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '../setup/SetupScreen.module.css';
import { useInstall } from './install';
import { useOffline } from './offline-copy';

/** In Setup: whether the app opens without a network, and how to install it. */
export function OfflineSection() {
  const { t } = useTranslation();
  const copy = useOffline((s) => s.copy);
  const { offer, installed } = useInstall();
  return (
    <section aria-labelledby="offline-title">
      <h2 id="offline-title">{t('pwa.title')}</h2>
      <p className={classes.note} role="status" data-testid="offline-copy" data-state={copy}>
        {t(`pwa.copy.${copy}`)}
      </p>
      {installed ? (
        <p className={classes.note}>{t('pwa.installed')}</p>
      ) : offer ? (
        <Button variant="default" size="xs" onClick={() => void offer.prompt()} data-testid="install">
          {t('pwa.install')}
        </Button>
      ) : (
        <p className={classes.note}>{t('pwa.installHint')}</p>
      )}
    </section>
  );
}
