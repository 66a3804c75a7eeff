import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../shell/Dialog';
import { useApp } from '../store/store';
import classes from './NewVersionEntry.module.css';
import { takeUpNewVersion, useOffline } from './offline-copy';
import { isInSession } from './session';

/** Stands in the rail while a newer version waits; nothing pops up, and nothing is reloaded that was not asked for. */
export function NewVersionEntry() {
  const { t } = useTranslation();
  const waiting = useOffline((s) => s.newVersion);
  const [open, setOpen] = useState(false);
  if (!waiting) return null;
  return (
    <div className={classes.place}>
      <button type="button" className={classes.entry} onClick={() => setOpen(true)} data-testid="new-version">
        <IconRefresh size={20} stroke={1.6} aria-hidden />
        <span>{t('pwa.newVersion.entry')}</span>
      </button>
      <span className="visually-hidden" role="status">
        {t('pwa.newVersion.title')}
      </span>
      {open && <NewVersionDialog onClose={() => setOpen(false)} />}
    </div>
  );
}

function NewVersionDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const inSession = useApp(isInSession);
  const [othersOpen, setOthersOpen] = useState(false);
  return (
    <Dialog title={t('pwa.newVersion.title')} onClose={onClose}>
      <p>{t('pwa.newVersion.lead')}</p>
      <p role="status" data-testid="new-version-why">
        {inSession
          ? t('pwa.newVersion.in_session')
          : othersOpen
            ? t('pwa.newVersion.other_windows')
            : t('pwa.newVersion.laterNote')}
      </p>
      <div className={classes.actions}>
        {!inSession && (
          <Button
            onClick={() => void takeUpNewVersion().then((done) => setOthersOpen(done === 'other_windows'))}
            data-testid="take-new-version"
          >
            {t('pwa.newVersion.reload')}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {t('pwa.newVersion.later')}
        </Button>
      </div>
    </Dialog>
  );
}
