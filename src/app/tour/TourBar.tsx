import { Button, CloseButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsAtWork } from '../live/use-is-at-work';
import { useSources } from '../link/use-sources';
import { useApp } from '../store/store';
import { STEPS, type TourStep } from './steps';
import classes from './TourBar.module.css';
import { endTour, goToStep, useTour } from './tour';
import { usePointer } from './use-pointer';

/** The tour, docked below the screen: it covers nothing, stops nothing, and points at the real controls. */
export function TourBar() {
  const step = useTour((s) => s.step);
  return step === null ? null : <OpenTour index={step} step={STEPS[step]} />;
}

function OpenTour({ index, step }: { index: number; step: TourStep }) {
  const { t } = useTranslation();
  const bar = useRef<HTMLElement>(null);
  const atWork = useIsAtWork();
  usePointer(step.targets);
  useEffect(() => bar.current?.focus(), []);
  const last = index === STEPS.length - 1;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves, as from any card
    <section
      ref={bar}
      className={classes.bar}
      aria-label={t('tour.name')}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && endTour()}
      data-testid="tour"
      data-step={step.id}
    >
      <div className={classes.words} aria-live="polite">
        <p className={classes.title}>
          <b>{t(`tour.steps.${step.id}.title`)}</b>
          <small>{t('tour.place', { n: index + 1, of: STEPS.length })}</small>
        </p>
        <p>{t(`tour.steps.${step.id}.text`)}</p>
      </div>
      <div className={classes.actions}>
        {(step.needsStream || index === 0) && !atWork && <DemoButton />}
        {index > 0 && (
          <Button size="xs" variant="default" onClick={() => goToStep(index - 1)} data-testid="tour-back">
            {t('tour.back')}
          </Button>
        )}
        <Button size="xs" onClick={() => goToStep(index + 1)} data-testid="tour-next">
          {t(last ? 'tour.end' : 'tour.next')}
        </Button>
        <CloseButton aria-label={t('tour.leave')} onClick={endTour} data-testid="tour-leave" />
      </div>
    </section>
  );
}

function DemoButton() {
  const { t } = useTranslation();
  const sources = useSources();
  const preset = useApp((s) => s.preset);
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() => void sources.startDemo(preset)}
      data-testid="tour-demo"
    >
      {t('tour.startDemo')}
    </Button>
  );
}
