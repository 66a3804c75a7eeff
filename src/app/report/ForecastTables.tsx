import { useTranslation } from 'react-i18next';
import { FIGURE_MS } from '../../records/review/figures';
import type { SessionReview } from '../../records/review/review';
import type { SessionRow } from '../../records/shapes/session';
import { fixed } from '../format';
import { channelLabel } from '../names';
import { besideOf } from './beside';
import classes from './Report.module.css';

/** Horizons that are printed, ms; where the steps of an order need the room, one has to do. */
const PRINTED_MS = [50, 100, 200];
const BESIDE_ORDER_MS = [FIGURE_MS];
/** More joints would need a third page. */
const MOST_JOINTS = 4;

/** How good the forecast was, and what stood beside it. */
export function ForecastTables({ review, row }: { review: SessionReview; row: SessionRow }) {
  const { t } = useTranslation();
  const joints = review.forecasts
    .toSorted((a, b) => Number(b.side === row.affectedSide) - Number(a.side === row.affectedSide))
    .slice(0, MOST_JOINTS);
  const beside = besideOf(row);
  const printedMs = review.order === null ? PRINTED_MS : BESIDE_ORDER_MS;
  if (joints.length === 0) return null;
  return (
    <section className={classes.part} aria-labelledby="report-forecast">
      <h2 id="report-forecast">{t('report.forecast')}</h2>
      <table className={classes.table} data-testid="report-forecast">
        <thead>
          <tr>
            {(['joint', 'ahead', 'error', 'nmae', 'still', 'coverage'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`report.forecastColumns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {joints.flatMap(({ joint, cells }) =>
            cells
              .filter((c) => printedMs.includes(c.ms) && c.n > 0)
              .map((c) => (
                <tr key={joint + c.ms}>
                  <th scope="row">{channelLabel(t, joint)}</th>
                  <td>{t('sessions.unit.ms', { value: c.ms })}</td>
                  <td>{fixed(c.mae, 2)}</td>
                  <td>{fixed(c.nmae, 1)}</td>
                  <td>{fixed(c.persistence.mae, 2)}</td>
                  <td>{t('sessions.unit.percent', { value: fixed(100 * c.coverage, 0) })}</td>
                </tr>
              )),
          )}
        </tbody>
      </table>
      {beside.length > 0 && (
        <p className={classes.note}>
          {t('report.beside', { ms: FIGURE_MS })}:{' '}
          {beside.map(({ joint, scores }) => (
            <span key={joint}>
              {channelLabel(t, joint)}:{' '}
              {scores
                .map(({ id, mae }) =>
                  t('report.besideScore', { name: t(`scores.${id}`), mae: fixed(mae, 2) }),
                )
                .join(', ')}
              .{' '}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}
