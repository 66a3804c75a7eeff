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
export const scoreData = (
  row: ScoreRow,
  horizonMs: number,
  recent: ScoreCell,
  total: ScoreCell,
): Record<`data-${string}`, string | number> => ({
  'data-forecaster': row.forecaster,
  'data-kind': row.kind,
  'data-joint': row.joint,
  'data-horizon': horizonMs,
  ...figures('total', total),
  ...figures('recent', recent),
});

function figures(span: string, cell: ScoreCell): Record<`data-${string}`, string | number> {
  return {
    [`data-${span}-n`]: cell.n,
    [`data-${span}-rmse`]: cell.rmse,
    [`data-${span}-mae`]: cell.mae,
    [`data-${span}-nmae`]: cell.nmae,
    [`data-${span}-skill`]: cell.skill,
    [`data-${span}-coverage`]: cell.coverage ?? '',
    [`data-${span}-width`]: cell.width ?? '',
  };
}
