import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { SIDES } from '../../gait/channels';
import { fixed } from '../format';
import { useApp } from '../store/store';
import { glanceOf } from './glance';
import classes from './Tools.module.css';

const NO_LEGS = { r: null, l: null };

/** Strides, range and symmetry of both legs, and whether the goals are met. */
export function GlancePanel() {
  const { t } = useTranslation();
  const legs = useApp((s) => s.engine?.legs ?? NO_LEGS);
  const affected = useApp((s) => s.settings.affectedSide);
  const goals = useApp((s) => s.settings.glanceGoals);
  const { range, symmetry, rangeToGo, symmetryToGo } = glanceOf(legs, affected, goals);
  const short = { r: t('app.rightShort'), l: t('app.leftShort') };
  const total = (legs.r?.strides ?? 0) + (legs.l?.strides ?? 0);
  const degrees = (value: number | null): string =>
    value === null ? t('app.none') : t('tools.degrees', { value: fixed(value, 0) });
  return (
    <>
      <p
        className={classes.tool}
        data-testid="stride-counter"
        data-r={legs.r?.strides}
        data-l={legs.l?.strides}
      >
        <span className={classes.label}>{t('tools.strides')}</span>
        {SIDES.map(
          (side) =>
            legs[side] && (
              <span key={side} className={classes.value} data-side={side}>
                {t('tools.stridesOf', { side: short[side], n: legs[side].strides })}
              </span>
            ),
        )}
        <span className={classes.quiet}>{t('tools.total', { n: total })}</span>
      </p>
      <p className={classes.tool} title={t('tools.rangeTitle')} data-testid="glance-range">
        <span className={classes.label}>{t('tools.range')}</span>
        {SIDES.map(
          (side) =>
            legs[side] && (
              <span key={side} className={classes.value} data-side={side}>
                {short[side]} {degrees(range[side])}
              </span>
            ),
        )}
        <ToGo away={rangeToGo} text={degrees(rangeToGo)} />
      </p>
      {legs.r && legs.l && (
        <p className={classes.tool} title={t('tools.symmetryTitle')} data-testid="glance-symmetry">
          <span className={classes.label}>{t('tools.symmetry')}</span>
          <span className={classes.value}>
            {symmetry === null ? t('app.none') : t('tools.percent', { value: fixed(symmetry, 0) })}
          </span>
          <ToGo away={symmetryToGo} text={t('tools.percent', { value: fixed(symmetryToGo, 0) })} />
        </p>
      )}
    </>
  );
}

/** A goal: met, or what is missing. */
function ToGo({ away, text }: { away: number | null; text: string }) {
  const { t } = useTranslation();
  if (away === null) return null;
  if (away > 0) return <span className={classes.quiet}>{t('tools.toGo', { value: text })}</span>;
  return (
    <span className={classes.met} data-testid="goal-met">
      <IconCheck size={15} stroke={2.2} aria-hidden />
      {t('tools.met')}
    </span>
  );
}
