import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordingState } from '../../engine/protocol';
import { clock } from '../format';
import classes from './RecordingValue.module.css';

/** How long the session has been recorded, or that it is not any more. */
export function RecordingValue({ recording }: { recording: RecordingState | null }) {
  const { t } = useTranslation();
  if (recording === null || recording.phase === 'off') return t('app.none');
  if (recording.phase === 'stopped') return <span className={classes.stopped}>{t('recording.stopped')}</span>;
  return <Elapsed since={recording.startedAtMs ?? 0} />;
}

function Elapsed({ since }: { since: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = (now - since) / 1000;
  return (
    <time className={classes.elapsed} dateTime={`PT${Math.max(0, Math.floor(seconds))}S`}>
      {clock(seconds).padStart(5, '0')}
    </time>
  );
}
