import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { en } from '../i18n/en';
import { hashOf } from '../routes';
import { useApp } from '../store/store';
import classes from './RecordingStopped.module.css';

type Known = keyof typeof en.recording.why;
const isKnown = (code: string): code is Known => Object.hasOwn(en.recording.why, code);

/** On every screen as long as a session goes on that is not recorded any more: why, what is safe, what to do. */
export function RecordingStopped() {
  const { t } = useTranslation();
  const recording = useApp((s) => s.engine?.recording ?? null);
  const [read, setRead] = useState<string | null>(null);
  if (recording?.phase !== 'stopped') return null;
  const which = `${recording.id}`;
  if (which === read) return null;
  const code = recording.code ?? 'internal';
  const why = isKnown(code) ? code : 'internal';
  return (
    <section className={classes.panel} role="alert" data-testid="recording-stopped" data-code={code}>
      <p>
        <strong>{t(`recording.why.${why}`)}</strong> {t('recording.kept')}
      </p>
      <p>{t(`recording.todo.${why}`)}</p>
      <div className={classes.actions}>
        <Button component="a" size="xs" variant="default" href={hashOf('sessions')}>
          {t('recording.toSessions')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setRead(which)}>
          {t('app.close')}
        </Button>
      </div>
    </section>
  );
}
