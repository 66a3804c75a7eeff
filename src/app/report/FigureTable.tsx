import { useTranslation } from 'react-i18next';
import type { Side } from '../../gait/channels';
import { unitOf } from '../../records/review/figures';
import type { SessionReview } from '../../records/review/review';
import { fixed } from '../format';
import { sideLabel } from '../names';
import { figureDigits, figureText, valueText } from '../sessions/figure-text';
import { type FigureLine, figureLines } from './figure-lines';
import classes from './Report.module.css';

/** What was measured of the strides: mean and SD, both legs. */
export function FigureTable({ review, affectedSide }: { review: SessionReview; affectedSide: Side }) {
  const { t } = useTranslation();
  const lines = figureLines(review);
  if (lines.length === 0) return null;
  const cell = (line: FigureLine, side: Side): string => {
    const found = line.sides[side];
    if (!found) return t('app.none');
    const digits = figureDigits(line.kind);
    const value = t('report.meanSd', { mean: fixed(found.mean, digits), sd: fixed(found.sd, digits) });
    return t(`sessions.unit.${unitOf(line.kind)}`, { value });
  };
  return (
    <section className={classes.part} aria-labelledby="report-figures">
      <h2 id="report-figures">{t('report.figures')}</h2>
      <table className={classes.table} data-testid="report-figures">
        <thead>
          <tr>
            <th scope="col">{t('report.columns.figure')}</th>
            {(['l', 'r'] as const).map((side) => (
              <th key={side} scope="col">
                {sideLabel(t, side)}
                {side === affectedSide && <small> {t('sessions.affected')}</small>}
              </th>
            ))}
            <th scope="col">{t('report.columns.symmetry')}</th>
            <th scope="col">{t('report.columns.norm')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.kind + line.of}>
              <th scope="row">{figureText(t, line)}</th>
              <td>{cell(line, 'l')}</td>
              <td>{cell(line, 'r')}</td>
              <td>
                {line.symmetry === null ? '' : t('sessions.unit.percent', { value: fixed(line.symmetry, 1) })}
              </td>
              <td>{line.norm === null ? '' : valueText(t, line.kind, line.norm)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
