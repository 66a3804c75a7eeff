import { useTranslation } from 'react-i18next';
import { SIDES } from '../../../gait/channels';
import { CYCLE_JOINTS } from '../../../gait/cycles/types';
import { NORM_SOURCE } from '../../../gait/norms';
import type { SessionReview } from '../../../records/review/review';
import { fixed } from '../../format';
import { jointText } from '../figure-text';
import classes from '../Sessions.module.css';
import { OverlayChart } from './OverlayChart';
import { OverlayKey } from './OverlayKey';

/** The strides of each joint over the cycle, on the norm; of a second session only the mean. */
export function OverlayPanel({ reviews }: { reviews: readonly [SessionReview, SessionReview?] }) {
  const { t } = useTranslation();
  const [first, second] = reviews;
  const shown = CYCLE_JOINTS.flatMap((joint) =>
    SIDES.flatMap((side) => {
      const of = first.legs[side]?.joints[joint];
      const curve = first.legs[side]?.summary?.curves[joint];
      return of && curve
        ? [{ joint, side, of, curve, beside: second?.legs[side]?.summary?.curves[joint]?.mean ?? null }]
        : [];
    }),
  );
  if (shown.length === 0) return null;
  return (
    <section className={classes.panel} aria-labelledby="overlay-title" data-testid="overlays">
      <h2 id="overlay-title">{t('sessions.overlays')}</h2>
      <OverlayKey compared={second !== undefined} />
      <div className={classes.legs}>
        {shown.map(({ joint, side, of, curve, beside }) => (
          <figure key={joint + side} className={classes.figure}>
            <figcaption>
              <h3>{t('joints.ofSide', { joint: jointText(t, joint), side: t(`sessions.side.${side}`) })}</h3>
              <small>
                {t('sessions.gvs', { value: fixed(of.gvs, 1) })}
                {of.level !== null && <> · {t('sessions.level', { value: fixed(of.level, 1) })}</>}
              </small>
            </figcaption>
            <OverlayChart
              label={t('sessions.overlayAlt', {
                joint: jointText(t, joint),
                side: t(`sessions.side.${side}`),
                n: of.strides.length,
              })}
              side={side}
              strides={second ? [] : of.strides}
              mean={curve.mean}
              sd={curve.sd}
              norm={of.norm}
              beside={beside}
            />
          </figure>
        ))}
      </div>
      <p className={classes.note}>{t('sessions.normSource', { source: NORM_SOURCE })}</p>
    </section>
  );
}
