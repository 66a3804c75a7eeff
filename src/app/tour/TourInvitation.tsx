import { Button } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/store';
import { endTour, startTour, useTour } from './tour';
import classes from './TourInvitation.module.css';

/** Offers the tour to who has neither seen nor declined it. */
export function TourInvitation() {
  const { t } = useTranslation();
  const offered = useIsOffered();
  if (!offered) return null;
  return (
    <aside className={classes.card} aria-labelledby="tour-invite" data-testid="tour-invitation">
      <p>
        <b id="tour-invite">{t('tour.invite')}</b> {t('tour.inviteLead')}
      </p>
      <div className={classes.actions}>
        <Button size="xs" variant="default" onClick={startTour} data-testid="tour-start">
          {t('tour.start')}
        </Button>
        <Button size="xs" variant="subtle" onClick={endTour} data-testid="tour-dismiss">
          {t('tour.dismiss')}
        </Button>
      </div>
    </aside>
  );
}

/** The same for who has come by a link that starts the demo. */
export function TourButton() {
  const { t } = useTranslation();
  const offered = useIsOffered();
  if (!offered) return null;
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconRoute size={16} stroke={1.7} aria-hidden />}
      onClick={startTour}
      data-testid="tour-start"
    >
      {t('tour.start')}
    </Button>
  );
}

function useIsOffered(): boolean {
  const done = useApp((s) => s.settings.tourDone);
  const running = useTour((s) => s.step !== null);
  return !done && !running;
}
