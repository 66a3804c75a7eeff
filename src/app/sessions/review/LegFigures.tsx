import { useTranslation } from 'react-i18next';
import type { Side } from '../../../gait/channels';
import type { CycleFlag } from '../../../gait/cycles/types';
import { type Figure, FIGURE_KINDS, type FigureKind, figuresOfReview } from '../../../records/review/figures';
import type { LegReview, SessionReview, SymmetryKey } from '../../../records/review/review';
import { fixed } from '../../format';
import { sideLabel } from '../../names';
import { ScrollX } from '../../shell/ScrollX';
import { figureText, symmetryText, valueText } from '../figure-text';
import classes from '../Sessions.module.css';

const OF_LEGS: readonly FigureKind[] = FIGURE_KINDS.filter(
  (k) => !['symmetry', 'nmae', 'nmae_still', 'coverage'].includes(k),
);
const SYMMETRY_OF: Partial<Record<string, SymmetryKey>> = { 'stance.': 'stance', 'swing.': 'swing' };

/** Both legs in figures, and how even they are. */
export function LegFigures({ review, affectedSide }: { review: SessionReview; affectedSide: Side }) {
  const { t } = useTranslation();
  const figures = figuresOfReview(review).filter((f) => OF_LEGS.includes(f.kind));
  const lines = [...new Map(figures.map((f) => [`${f.kind}.${f.of}`, f])).entries()];
  const of = (line: Figure, side: Side): number | undefined =>
    figures.find((f) => f.kind === line.kind && f.of === line.of && f.side === side)?.value;
  const step = review.symmetry.find((s) => s.key === 'step');
  const symmetry = (key: string): number | undefined => {
    const wanted = SYMMETRY_OF[key] ?? key.replace(/^range\./, 'range_');
    return review.symmetry.find((s) => s.key === wanted)?.index;
  };
  const percent = (value: number | undefined): string =>
    value === undefined ? t('app.none') : t('sessions.unit.percent', { value: fixed(value, 1) });
  return (
    <section className={classes.panel} aria-labelledby="legs-title" data-testid="leg-figures">
      <h2 id="legs-title">{t('sessions.legs')}</h2>
      {lines.length === 0 ? (
        <p>{t('sessions.noStrides')}</p>
      ) : (
        <ScrollX label={t('sessions.legs')}>
          <table className={classes.figures}>
            <thead>
              <tr>
                <td />
                {(['r', 'l'] as const).map((side) => (
                  <th key={side} scope="col">
                    {sideLabel(t, side)}
                    {side === affectedSide && <small> {t('sessions.affected')}</small>}
                  </th>
                ))}
                <th scope="col">{t('sessions.symmetryIndex')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(([key, line]) => (
                <tr key={key} data-figure={key}>
                  <th scope="row">{figureText(t, line)}</th>
                  <td>{valueText(t, line.kind, of(line, 'r'))}</td>
                  <td>{valueText(t, line.kind, of(line, 'l'))}</td>
                  <td>{percent(symmetry(key))}</td>
                </tr>
              ))}
              {step && (
                <tr>
                  <th scope="row">{symmetryText(t, 'step')}</th>
                  <td>{t('sessions.unit.s', { value: fixed(step.right, 2) })}</td>
                  <td>{t('sessions.unit.s', { value: fixed(step.left, 2) })}</td>
                  <td>{percent(step.index)}</td>
                </tr>
              )}
            </tbody>
          </table>
        </ScrollX>
      )}
      <p className={classes.note}>{t('sessions.symmetryFormula')}</p>
      <p className={classes.note}>{t('sessions.gvsNote')}</p>
      {(['r', 'l'] as const).map((side) => {
        const leg = review.legs[side];
        return leg && <LeftOut key={side} leg={leg} />;
      })}
    </section>
  );
}

function LeftOut({ leg }: { leg: LegReview }) {
  const { t } = useTranslation();
  const why = (Object.keys(leg.flags) as CycleFlag[]).map((flag) =>
    t('sessions.flagCount', { flag: t(`sessions.flag.${flag}`), n: leg.flags[flag] ?? 0 }),
  );
  return (
    <p className={classes.note}>
      {t('sessions.counted', { side: sideLabel(t, leg.side), used: leg.used, found: leg.found })}
      {why.length > 0 && <> {t('sessions.leftOut', { why: why.join(', ') })}</>}
    </p>
  );
}
