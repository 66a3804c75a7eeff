import { useTranslation } from 'react-i18next';
import type { ScoreCell, ScoreRow } from '../../engine/protocol';

/** By forecaster id. */
export const BASELINES = ['persistence', 'line', 'ridge'] as const;

/** What a forecaster is called on screen: there is one network at a time, baselines have names. */
export function useForecasterName(): (row: Pick<ScoreRow, 'forecaster' | 'kind'>) => string {
  const { t } = useTranslation();
  return ({ forecaster, kind }) => {
    if (kind === 'network') return t('scores.network');
    const known = BASELINES.find((b) => b === forecaster);
    return known ? t(`scores.${known}`) : forecaster;
  };
}

/** A cell's figures in full precision, for whoever reads the page by program. */
export const scoreData = (row: ScoreRow, horizonMs: number, recent: ScoreCell, total: ScoreCell) => ({
  'data-forecaster': row.forecaster,
  'data-kind': row.kind,
  'data-joint': row.joint,
  'data-horizon': horizonMs,
  'data-total-n': total.n,
  'data-total-rmse': total.rmse,
  'data-total-mae': total.mae,
  'data-total-nmae': total.nmae,
  'data-total-skill': total.skill,
  'data-total-coverage': total.coverage ?? '',
  'data-total-width': total.width ?? '',
  'data-recent-n': recent.n,
  'data-recent-rmse': recent.rmse,
  'data-recent-nmae': recent.nmae,
  'data-recent-coverage': recent.coverage ?? '',
});
