import { ActionIcon } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRotate } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clock } from '../format';
import { useKeys } from '../shell/use-keys';
import { useApp } from '../store/store';
import classes from './Tools.module.css';

const ICON = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;
const SHOW_MS = 250;

/** A stopwatch; T starts and stops it. */
export function Timer() {
  const { t } = useTranslation();
  const { beforeMs, sinceMs } = useApp((s) => s.timer);
  const toggle = useApp((s) => s.toggleTimer);
  const reset = useApp((s) => s.resetTimer);
  const runs = sinceMs !== null;
  const [now, setNow] = useState(Date.now);
  useKeys({ t: toggle });
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setNow(Date.now()), SHOW_MS);
    return () => clearInterval(timer);
  }, [runs, sinceMs]);
  const seconds = (beforeMs + (sinceMs === null ? 0 : Math.max(0, now - sinceMs))) / 1000;
  return (
    <div className={classes.tool} role="group" aria-label={t('tools.timer')}>
      <span className={classes.label}>{t('tools.timer')}</span>
      <span className={classes.value} role="timer" data-testid="timer" data-running={runs}>
        {clock(seconds)}
      </span>
      <ActionIcon
        variant="default"
        size="md"
        aria-label={t(runs ? 'tools.timerStop' : 'tools.timerStart')}
        title={t(runs ? 'tools.timerStop' : 'tools.timerStart')}
        aria-keyshortcuts="t"
        onClick={toggle}
        data-testid="timer-toggle"
      >
        {runs ? <IconPlayerPause {...ICON} /> : <IconPlayerPlay {...ICON} />}
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="md"
        aria-label={t('tools.timerReset')}
        title={t('tools.timerReset')}
        onClick={reset}
        data-testid="timer-reset"
      >
        <IconRotate {...ICON} />
      </ActionIcon>
    </div>
  );
}
