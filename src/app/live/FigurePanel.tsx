import { useTranslation } from 'react-i18next';
import { fixed } from '../format';
import { SideSwitch } from '../setup/SideSwitch';
import { useApp } from '../store/store';
import classes from './FigurePanel.module.css';
import { LegFigure } from './LegFigure';

export function FigurePanel() {
  const { t } = useTranslation();
  const strides = useApp((s) => s.engine?.strides.count ?? 0);
  const cadence = useApp((s) => s.engine?.strides.cadence ?? null);
  const side = useApp((s) => s.settings.affectedSide);
  const horizonMs = useApp((s) => s.settings.horizonMs);
  const noHip = useApp((s) => s.engine !== null && !s.engine.channels.includes(`hip_flexion_${side}`));
  return (
    <section className={classes.panel} aria-label={t('live.affectedSide')}>
      <SideSwitch />
      <LegFigure />
      <p className={classes.key}>
        <i aria-hidden />
        {t('live.figureKey', { ms: horizonMs })}
      </p>
      {noHip && <p className={classes.note}>{t('live.figureNoHip')}</p>}
      <dl className={classes.facts}>
        <div>
          <dt>{t('live.strides')}</dt>
          <dd data-testid="strides">{strides}</dd>
        </div>
        <div>
          <dt>{t('live.cadence')}</dt>
          <dd data-testid="cadence">{t('live.perMinute', { value: fixed(cadence, 0) })}</dd>
        </div>
      </dl>
    </section>
  );
}
