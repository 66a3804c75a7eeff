import { Button, Progress } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { SIGNAL_CHECK_STEPS, type SignalCheckStep } from '../../gait/signal-check/report';
import { useLink } from '../link/context';
import { sideLabel } from '../names';
import { Dialog } from '../shell/Dialog';
import { useApp } from '../store/store';
import { CheckReport } from './CheckReport';
import classes from './SignalCheckDialog.module.css';

/** "Is the signal sound?": three short steps before walking, in the order in which a therapist works. */
export function SignalCheckDialog() {
  const { t } = useTranslation();
  const link = useLink();
  const open = useApp((s) => s.checkOpen);
  const setOpen = useApp((s) => s.setCheckOpen);
  const check = useApp((s) => s.engine?.signalCheck ?? null);
  const streaming = useApp((s) => s.engine?.phase === 'streaming');
  const step = check?.step ?? null;
  const report = check?.report ?? null;
  useWalkerStands(open);
  const close = (): void => {
    if (step) link.send({ type: 'signalCheck', action: 'cancel' });
    setOpen(false);
  };
  const act = (action: 'start' | 'next') => () => link.send({ type: 'signalCheck', action });
  if (!open) return null;
  return (
    <Dialog title={t('check.title')} onClose={close}>
      <div className={classes.body} data-testid="signal-check-dialog" data-step={step ?? ''}>
        <Steps step={step} done={report !== null && step === null} />
        {step ? (
          <Running step={step} progress={check?.progress ?? 0} />
        ) : report ? (
          <CheckReport report={report} />
        ) : (
          <p>{t(streaming ? 'check.intro' : 'check.needsStream')}</p>
        )}
        <div className={classes.actions}>
          {step ? (
            <Button onClick={act('next')} data-testid="check-next">
              {t(step === SIGNAL_CHECK_STEPS.at(-1) ? 'check.finish' : 'check.next')}
            </Button>
          ) : (
            <Button
              onClick={act('start')}
              disabled={!streaming}
              variant={report ? 'default' : 'filled'}
              data-testid="check-start"
            >
              {t(report ? 'check.again' : 'check.start')}
            </Button>
          )}
          <Button variant={report && !step ? 'filled' : 'default'} onClick={close} data-testid="check-close">
            {t(report && !step ? 'check.done' : 'check.skip')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The walker of the demo stops for the check and walks on after it; within the steps the engine tells it what to do. */
function useWalkerStands(open: boolean): void {
  const link = useLink();
  const virtual = useApp((s) => s.engine?.source?.kind === 'virtual');
  useEffect(() => {
    if (!open || !virtual) return;
    link.send({ type: 'walker', action: 'stand' });
    return () => link.send({ type: 'walker', action: 'walk' });
  }, [link, open, virtual]);
}

function Steps({ step, done }: { step: SignalCheckStep | null; done: boolean }) {
  const { t } = useTranslation();
  const at = step ? SIGNAL_CHECK_STEPS.indexOf(step) : done ? SIGNAL_CHECK_STEPS.length : -1;
  return (
    <ol className={classes.steps}>
      {SIGNAL_CHECK_STEPS.map((name, i) => (
        <li key={name} aria-current={i === at ? 'step' : undefined} data-done={i < at || undefined}>
          {t(`check.${name}.title`)}
        </li>
      ))}
    </ol>
  );
}

function Running({ step, progress }: { step: SignalCheckStep; progress: number }) {
  const { t } = useTranslation();
  const affected = useApp((s) => s.settings.affectedSide);
  return (
    <>
      <p className={classes.prompt} role="status">
        {t(`check.${step}.prompt`, { side: sideLabel(t, affected) })}
      </p>
      <Progress value={100 * progress} size="lg" aria-label={t('check.progress')} transitionDuration={200} />
    </>
  );
}
