import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { hashOf, type LaterScreenName } from '../routes';
import classes from './LaterScreen.module.css';

/** An honest empty place for a screen that is still to come. */
export default function LaterScreen({ screen }: { screen: LaterScreenName }) {
  const { t } = useTranslation();
  return (
    <section className={classes.later} data-testid={`later-${screen}`}>
      <h1>{t('later.title', { screen: t(`screens.${screen}`) })}</h1>
      <p>{t(`later.${screen}`)}</p>
      <Button component="a" href={hashOf('live')} variant="default">
        {t('later.back')}
      </Button>
    </section>
  );
}
