import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isTooShort, SHORTEST_PASSPHRASE } from '../../records/backup/keys';
import { Dialog } from '../shell/Dialog';
import classes from './Backup.module.css';
import { holdsText, problemText } from './backup-text';
import { openTarget } from './save-target';
import { useClinicBackup } from './use-clinic-backup';
import { WorkBar } from './WorkBar';

/** Passphrase, file, and the backup is written and read back. */
export function WriteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const job = useClinicBackup();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [saved, setSaved] = useState<string | null>(null);
  const differs = again !== '' && again !== passphrase;
  const ready = !isTooShort(passphrase) && again === passphrase;

  const save = async (): Promise<void> => {
    const said = await job.run(async (backup, begin) => {
      const target = await openTarget(fileName(new Date()));
      if (target === null) return '';
      await backup.write(target.sink, passphrase, begin('write'));
      const file = await target.file();
      const { manifest } = await backup.check(file, passphrase, begin('verify'));
      await target.deliver();
      return holdsText(t, manifest, file.size);
    });
    if (said) setSaved(said);
  };

  return (
    <Dialog title={t('backup.writeTitle')} onClose={onClose}>
      {saved !== null ? (
        <div className={classes.form}>
          <p role="status" data-testid="backup-saved">
            {t('backup.saved', { holds: saved })}
          </p>
          <div className={classes.actions}>
            <Button onClick={onClose}>{t('backup.done')}</Button>
          </div>
        </div>
      ) : job.work ? (
        <WorkBar work={job.work} onCancel={job.cancel} />
      ) : (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) void save();
          }}
        >
          <p>{t('backup.writeLead')}</p>
          <PasswordInput
            label={t('backup.passphrase')}
            description={t('backup.passphraseHint', { n: SHORTEST_PASSPHRASE })}
            autoComplete="new-password"
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
            data-testid="backup-passphrase"
          />
          <PasswordInput
            label={t('backup.again')}
            autoComplete="new-password"
            value={again}
            error={differs && t('backup.differs')}
            onChange={(event) => setAgain(event.currentTarget.value)}
            data-testid="backup-again"
          />
          <p className={classes.note}>{t('backup.lost')}</p>
          {job.problem && (
            <p
              role="alert"
              className={classes.problem}
              data-testid="backup-problem"
              data-code={job.problem.code}
            >
              {problemText(t, job.problem)}
            </p>
          )}
          <div className={classes.actions}>
            <Button variant="default" onClick={onClose}>
              {t('app.cancel')}
            </Button>
            <Button type="submit" disabled={!ready} data-testid="backup-save">
              {t('backup.save')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

const fileName = (now: Date): string => `stridecast-${now.toISOString().slice(0, 10)}.stridebackup`;
