import { useTranslation } from 'react-i18next';
import type { SessionReview } from '../../../records/review/review';
import { fixed } from '../../format';
import { channelLabel } from '../../names';
import { ScrollX } from '../../shell/ScrollX';
import classes from '../Sessions.module.css';
import type { Choice } from './choice';
import { ScoreChart } from './ScoreChart';

/** How good the forecasts were that were shown: by horizon, and over the session. */
export function ForecastPanel({ review, choice }: { review: SessionReview; choice: Choice }) {
  const { t } = useTranslation();
  const found = review.forecasts.find((f) => f.joint === choice.joint) ?? review.forecasts[0];
  return (
    <section className={classes.panel} aria-labelledby="forecast-title" data-testid="review-forecast">
      <h2 id="forecast-title">{t('sessions.forecast')}</h2>
      {found === undefined ? (
        <p>{t('sessions.noForecast')}</p>
      ) : (
        <>
          <p className={classes.note}>
            {t('sessions.forecastNote', {
              joint: channelLabel(t, found.joint),
              range: fixed(found.range, 0),
            })}
          </p>
          <ScoreChart
            forecast={found}
            horizonsMs={review.horizonsMs}
            ms={choice.ms}
            title={t('sessions.overTime', { joint: channelLabel(t, found.joint) })}
          />
          <ScrollX label={t('sessions.forecast')}>
            <table className={classes.figures}>
              <thead>
                <tr>
                  <th scope="col">{t('sessions.horizon')}</th>
                  <th scope="col">{t('sessions.nmae')}</th>
                  <th scope="col">{t('sessions.nmaeStill')}</th>
                  <th scope="col">{t('sessions.mae')}</th>
                  <th scope="col">{t('scores.rmse')}</th>
                  <th scope="col">{t('sessions.coverage')}</th>
                  <th scope="col">{t('sessions.n')}</th>
                </tr>
              </thead>
              <tbody>
                {found.cells.map((cell) => (
                  <tr key={cell.ms} data-picked={cell.ms === choice.ms || undefined}>
                    <th scope="row">{t('sessions.unit.ms', { value: cell.ms })}</th>
                    <td>{fixed(cell.nmae, 1)}</td>
                    <td>{fixed(cell.persistence.nmae, 1)}</td>
                    <td>{fixed(cell.mae, 2)}</td>
                    <td>{fixed(cell.rmse, 2)}</td>
                    <td>{t('sessions.unit.percent', { value: fixed(100 * cell.coverage, 0) })}</td>
                    <td>{cell.n}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollX>
        </>
      )}
    </section>
  );
}
