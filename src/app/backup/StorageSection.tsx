import { Button, Progress } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askForPersistence, type StorageState } from '../../records/storage';
import setup from '../setup/SetupScreen.module.css';
import { sizeText } from './backup-text';
import { RestoreDialog } from './RestoreDialog';
import { useStorage } from './use-storage';
import { WriteDialog } from './WriteDialog';

/** How much is kept and how much more fits, whether the browser will keep it, and the clinic as one file. */
export function StorageSection() {
  const { t } = useTranslation();
  const { state, look } = useStorage();
  const [open, setOpen] = useState<'write' | 'restore' | null>(null);
  const close = (): void => {
    setOpen(null);
    look();
  };
  return (
    <section aria-labelledby="storage-title" data-testid="storage">
      <h2 id="storage-title">{t('backup.storageTitle')}</h2>
      <p className={setup.note}>{t('backup.storageLead')}</p>
      {state === null ? (
        <p className={setup.note}>{t('backup.unknown')}</p>
      ) : (
        <Room state={state} onAsked={look} />
      )}
      <div className={setup.actions}>
        <Button onClick={() => setOpen('write')} data-testid="backup-write">
          {t('backup.write')}
        </Button>
        <Button variant="default" onClick={() => setOpen('restore')} data-testid="backup-restore">
          {t('backup.restore')}
        </Button>
      </div>
      {open === 'write' && <WriteDialog onClose={close} />}
      {open === 'restore' && <RestoreDialog onClose={close} />}
    </section>
  );
}

/** Nobody plans further than this, and the browser's figure is rough. */
const MANY_HOURS = 100;

const roomText = (t: TFunction, hours: number): string =>
  hours > MANY_HOURS
    ? t('backup.manyHours', { hours: MANY_HOURS })
    : hours < 1
      ? t('backup.minutes', { minutes: Math.floor(hours * 60) })
      : t('backup.hours', { hours: Math.floor(hours) });

function Room({ state, onAsked }: { state: StorageState; onAsked: () => void }) {
  const { t } = useTranslation();
  const [denied, setDenied] = useState(false);
  const { usedBytes, quotaBytes, hoursLeft, persisted, level } = state;
  const used = t('backup.usedOf', { used: sizeText(t, usedBytes), quota: sizeText(t, quotaBytes) });
  const ask = async (): Promise<void> => {
    setDenied((await askForPersistence()) !== 'granted');
    onAsked();
  };
  return (
    <>
      <Progress
        w="100%"
        value={quotaBytes > 0 ? (100 * usedBytes) / quotaBytes : 0}
        color={level === 'critical' ? 'red' : level === 'low' ? 'yellow' : undefined}
        aria-label={t('backup.used')}
      />
      <dl className={setup.facts} data-testid="storage-facts" data-used={usedBytes} data-level={level}>
        <dt>{t('backup.used')}</dt>
        <dd>{used}</dd>
        <dt>{t('backup.room')}</dt>
        <dd>
          {roomText(t, hoursLeft)} <span className={setup.note}>{t('backup.roomNote')}</span>
        </dd>
        <dt>{t('backup.kept')}</dt>
        <dd data-testid="storage-kept" data-kept={persisted}>
          {t(persisted ? 'backup.keptYes' : 'backup.keptNo')}
        </dd>
      </dl>
      {!persisted && (
        <Button variant="default" size="xs" onClick={() => void ask()} data-testid="storage-keep">
          {t('backup.keep')}
        </Button>
      )}
      {denied && (
        <p role="status" className={setup.note}>
          {t('backup.keepDenied')}
        </p>
      )}
    </>
  );
}
