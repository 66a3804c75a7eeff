import { useTranslation } from 'react-i18next';
import type { CardScores } from '../../forecast/model-card';
import { fixed } from '../format';
import { ScrollX } from '../shell/ScrollX';
import classes from './EvidenceScreen.module.css';
import { type Measure, rowsOf } from './scores';
import { useWords } from './words';

interface ScoresTableProps {
  id: string;
  scores: CardScores;
  group: string;
  measure: Measure;
}

/** Forecasters by horizon; the best of each horizon underlined. */
export function ScoresTable({ id, scores, group, measure }: ScoresTableProps) {
  const { t } = useTranslation();
  const words = useWords();
  const digits = measure === 'coverage' ? 1 : 2;
  const label = t(`evidence.measures.${measure}`);
  return (
    <ScrollX label={label}>
      <table className={classes.table} aria-label={label} data-testid="scores">
        <thead>
          <tr>
            <th scope="col">{t('evidence.forecaster')}</th>
            {scores.horizonsMs.map((ms) => (
              <th key={ms} scope="col" className={classes.number}>
                {t('evidence.ms', { ms })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(id, scores, group, measure).map((row) => (
            <tr key={row.forecaster} className={row.forecaster === id ? classes.own : ''}>
              <th scope="row">{words.name(row.forecaster)}</th>
              {row.values.map((v, i) => (
                <td key={scores.horizonsMs[i]} className={classes.number}>
                  <span className={row.best[i] ? classes.best : ''}>{fixed(v, digits)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
}
