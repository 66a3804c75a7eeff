import { Button, PasswordInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../../records/backup/clinic-backup';
import type { Decision } from '../../records/backup/plan';
import { Dialog } from '../shell/Dialog';
import classes from './Backup.module.css';
import { problemText } from './backup-text';
import { OfferPanel } from './OfferPanel';
import { useClinicBackup } from './use-clinic-backup';
import { WorkBar } from './WorkBar';

/** File and passphrase; then what is in it and what collides; then it is written. */
export function RestoreDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const job = useClinicBackup();
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [offer, setOffer] = useState<Offer | null>(null);
  const [restored, setRestored] = useState(false);

  const check = async (chosen: File): Promise<void> =>
    setOffer(await job.run((backup, begin) => backup.check(chosen, passphrase, begin('check'))));
  const restore = async (checked: Offer, decisions: ReadonlyMap<string, Decision>): Promise<void> => {
    const done = await job.run(async (backup, begin) => {
      await backup.restore(checked, decisions, begin('restore'));
      return true;
    });
    if (done) setRestored(true);
  };
  const problem = job.problem && (
    <p role="alert" className={classes.problem} data-testid="backup-problem" data-code={job.problem.code}>
      {problemText(t, job.problem)}
    </p>
  );
  return (
    <Dialog title={t('backup.restoreTitle')} onClose={onClose}>
      {restored ? (
        <div className={classes.form}>
          <p role="status" data-testid="restored">
            {t('backup.restored')}
          </p>
          <div className={classes.actions}>
            <Button onClick={onClose}>{t('backup.done')}</Button>
          </div>
        </div>
      ) : job.work ? (
        <WorkBar work={job.work} onCancel={job.cancel} />
      ) : offer ? (
        <OfferPanel
          offer={offer}
          problem={problem}
          onCancel={onClose}
          onRestore={(d) => void restore(offer, d)}
        />
      ) : (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (file) void check(file);
          }}
        >
          <p>{t('backup.restoreLead')}</p>
          <FilePicker file={file} onPick={setFile} />
          <PasswordInput
            label={t('backup.passphrase')}
            autoComplete="off"
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
            data-testid="restore-passphrase"
          />
          {problem}
          <div className={classes.actions}>
            <Button variant="default" onClick={onClose}>
              {t('app.cancel')}
            </Button>
            <Button type="submit" disabled={!file || passphrase === ''} data-testid="restore-check">
              {t('backup.check')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function FilePicker({ file, onPick }: { file: File | null; onPick: (file: File) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={classes.file}>
      <Button variant="default" onClick={() => input.current?.click()}>
        {t('backup.choose')}
      </Button>
      <span>{file?.name}</span>
      <input
        ref={input}
        type="file"
        accept=".stridebackup"
        hidden
        data-testid="restore-file"
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          if (chosen) onPick(chosen);
        }}
      />
    </div>
  );
}
