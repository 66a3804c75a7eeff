import { useTranslation } from 'react-i18next';
import type { Side } from '../../gait/channels';
import { sideLabel } from '../names';
import { useApp } from '../store/store';
import classes from './Key.module.css';
import { useForecasterName } from './score-data';

/** What the lines of a strip mean. */
export function ForecastKey() {
  const { t } = useTranslation();
  const compare = useApp((s) => s.settings.compareWith);
  const forecasterName = useForecasterName();
  return (
    <span className={classes.key}>
      <i className={classes.measured} aria-hidden />
      {t('live.measured')}
      <i className={classes.forecast} aria-hidden />
      {t('live.forecast')}
      <i className={classes.interval} aria-hidden />
      {t('live.interval')}
      {compare && (
        <>
          <i className={classes.baseline} aria-hidden />
          {forecasterName({ forecaster: compare, kind: 'baseline' })}
        </>
      )}
    </span>
  );
}

export function SideKey({ sides }: { sides: readonly Side[] }) {
  const { t } = useTranslation();
  return (
    <span className={classes.key}>
      {sides.map((side) => (
        <span key={side}>
          <i className={side === 'l' ? classes.left : classes.right} aria-hidden />
          {sideLabel(t, side)}
        </span>
      ))}
    </span>
  );
}
