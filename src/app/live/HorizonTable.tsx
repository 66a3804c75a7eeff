import { useTranslation } from 'react-i18next';
import type { ScoreTable } from '../../engine/protocol';
import type { ChannelName } from '../../gait/channels';
import { fixed } from '../format';
import classes from './ScorePanel.module.css';
import { scoreData, useForecasterName } from './score-data';

/** RMSE of every forecaster at every horizon. */
export function HorizonTable({ table, joint }: { table: ScoreTable; joint: ChannelName }) {
  const { t } = useTranslation();
  const nameOf = useForecasterName();
  return (
    <details className={classes.all} open>
      <summary>{t('scores.all')}</summary>
      <table className={classes.table} data-testid="horizon-table">
        <caption>{t('scores.allCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('scores.forecaster')}</th>
            {table.horizonsMs.map((ms) => (
              <th key={ms} scope="col">
                {ms}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows
            .filter((row) => row.joint === joint)
            .map((row) => (
              <tr key={row.forecaster} data-kind={row.kind}>
                <th scope="row">
                  <i aria-hidden />
                  {nameOf(row)}
                </th>
                {table.horizonsMs.map((ms, h) => (
                  <td key={ms} data-testid="score-cell" {...scoreData(row, ms, row.recent[h], row.total[h])}>
                    <b>{fixed(row.recent[h].rmse)}</b>
                    <small>{fixed(row.total[h].rmse)}</small>
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}
