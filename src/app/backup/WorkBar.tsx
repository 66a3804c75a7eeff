import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Backup.module.css';
import type { Progress as Share } from './time-left';
import type { Work } from './use-clinic-backup';

interface WorkBarProps {
  work: Share & { what: Work };
  onCancel: () => void;
}

/** How far the job is, how long it takes yet, and the way out. */
export function WorkBar({ work, onCancel }: WorkBarProps) {
  const { t } = useTranslation();
  const { what, share, secondsLeft } = work;
  const percent = Math.floor(share * 100);
  const left =
    secondsLeft === null
      ? null
      : secondsLeft < 90
        ? t('backup.secondsLeft', { n: secondsLeft })
        : t('backup.minutesLeft', { n: Math.ceil(secondsLeft / 60) });
  return (
    <div className={classes.work} data-testid="backup-work" data-what={what}>
      <p role="status">{t(`backup.working.${what}`)}</p>
      <Progress value={percent} aria-label={t(`backup.working.${what}`)} />
      <p className={classes.figures}>
        <span>{t('backup.percent', { percent })}</span>
        <span>{left}</span>
      </p>
      <div className={classes.actions}>
        <Button variant="default" onClick={onCancel} data-testid="backup-cancel">
          {t('backup.cancel')}
        </Button>
      </div>
    </div>
  );
}
