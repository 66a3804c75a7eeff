import { useTranslation } from 'react-i18next';
import { SIDES } from '../../gait/channels';
import { CYCLE_JOINTS } from '../../gait/cycles/types';
import type { SessionReview } from '../../records/review/review';
import { fixed } from '../format';
import { sideLabel } from '../names';
import { jointText } from '../sessions/figure-text';
import classes from './Report.module.css';
import { StridePicture } from './StridePicture';

/** Every joint of both legs over the gait cycle: a column a joint, a row a leg. */
export function Strides({ review }: { review: SessionReview }) {
  const { t } = useTranslation();
  const shown = CYCLE_JOINTS.flatMap((joint) =>
    [...SIDES].reverse().flatMap((side) => {
      const leg = review.legs[side];
      const curve = leg?.summary?.curves[joint];
      const strides = leg?.joints[joint];
      return leg && curve && strides ? [{ joint, side, curve, strides, n: leg.used }] : [];
    }),
  );
  if (shown.length === 0) return null;
  const sides = new Set(shown.map((s) => s.side)).size;
  return (
    <section className={classes.part} aria-labelledby="report-strides">
      <h2 id="report-strides">{t('report.strides')}</h2>
      <div className={classes.pictures} style={{ gridTemplateRows: `repeat(${sides}, auto)` }}>
        {shown.map(({ joint, side, curve, strides, n }) => {
          const words = { joint: jointText(t, joint), side: sideLabel(t, side) };
          const gvs = fixed(strides.gvs, 1);
          return (
            <figure key={joint + side}>
              <figcaption>
                <b>{t('joints.ofSide', words)}</b> <span>{t('report.chartNote', { n, gvs })}</span>
              </figcaption>
              <StridePicture
                label={t('report.chartAlt', { ...words, n, gvs })}
                side={side}
                mean={curve.mean}
                sd={curve.sd}
                norm={strides.norm}
              />
            </figure>
          );
        })}
      </div>
      <p className={classes.note}>{t('report.stridesNote')}</p>
    </section>
  );
}
