import { Button, CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/store';
import classes from './EndNote.module.css';
import { RefusalList } from './RefusalList';
import { useAdapt } from './use-adapt';

/** How the last attempt ended, where it ended without a comparison: what happened, what is safe, what to do. */
export function EndNote() {
  const { t } = useTranslation();
  const state = useApp((s) => s.adaptation);
  const { again } = useAdapt();
  const close = (): void => useApp.getState().setAdaptation({ phase: 'idle' });
  if (state.phase !== 'cancelled' && state.phase !== 'failed' && state.phase !== 'refused') return null;
  return (
    <section
      className={classes.note}
      id="adapt-end"
      tabIndex={-1}
      aria-labelledby="adapt-end-title"
      data-testid="adapt-end"
      data-phase={state.phase}
    >
      <div className={classes.head}>
        <h2 id="adapt-end-title">
          {state.phase === 'cancelled' && t('adapt.ended.cancelled')}
          {state.phase === 'refused' && t('adapt.ended.refused')}
          {state.phase === 'failed' && t('adapt.ended.failedTitle')}
        </h2>
        <CloseButton aria-label={t('adapt.ended.close')} onClick={close} />
      </div>
      {state.phase === 'refused' && <RefusalList refusals={state.refusals} />}
      {state.phase === 'failed' && (
        <>
          <p>{t(`adapt.ended.failed.${state.code}`)}</p>
          <p>{t('adapt.ended.safe')}</p>
          <ul>
            {t('adapt.ended.failedTodo', { returnObjects: true }).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          {state.detail && <p className={classes.detail}>{t('problem.detail', { detail: state.detail })}</p>}
        </>
      )}
      {state.phase !== 'refused' && (
        <Button variant="default" size="sm" onClick={again} data-testid="adapt-again">
          {t('adapt.ended.again')}
        </Button>
      )}
    </section>
  );
}
