import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '../setup/SetupScreen.module.css';
import { startTour } from './tour';

/** In Setup: the tour once more. */
export function TourSection() {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="tour-title">
      <h2 id="tour-title">{t('tour.name')}</h2>
      <p className={classes.note}>{t('tour.setupLead')}</p>
      <Button variant="default" size="xs" onClick={startTour} data-testid="tour-again">
        {t('tour.start')}
      </Button>
    </section>
  );
}
