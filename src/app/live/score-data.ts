import { useTranslation } from 'react-i18next';
import type { ScoreCell, ScoreRow } from '../../engine/protocol';
import { isPeer, peerName } from '../adapt/peer-name';
import { useApp } from '../store/store';

/** By forecaster id. */
export const BASELINES = ['persistence', 'line', 'ridge'] as const;

/** The personal network's id in the score table; the base network has its model's. */
const PERSONAL = 'personal';

/** What a forecaster is called on screen: networks by what they are, all others by name. */
export function useForecasterName(): (row: Pick<ScoreRow, 'forecaster' | 'kind'>) => string {
  const { t } = useTranslation();
  const hasPersonal = useApp((s) => s.activePersonal !== null);
  return ({ forecaster, kind }) => {
    const known = BASELINES.find((b) => b === forecaster);
    if (known) return t(`scores.${known}`);
    if (forecaster === PERSONAL) return t('scores.personal');
    // A classical forecaster that learned from strides may run in the network's place.
    if (kind === 'baseline' || isPeer(forecaster)) return peerName(t, forecaster);
    return t(hasPersonal ? 'scores.networkBase' : 'scores.network');
  };
}

/** A cell's figures in full precision, for whoever reads the page by program; as text, since React warns of a NaN. */
export const scoreData = (row: ScoreRow, horizonMs: number, recent: ScoreCell, total: ScoreCell) => ({
  'data-forecaster': row.forecaster,
  'data-kind': row.kind,
  'data-joint': row.joint,
  'data-horizon': horizonMs,
  'data-total-n': total.n,
  'data-total-rmse': String(total.rmse),
  'data-total-mae': String(total.mae),
  'data-total-nmae': String(total.nmae),
  'data-total-skill': String(total.skill),
  'data-total-coverage': String(total.coverage ?? ''),
  'data-total-width': String(total.width ?? ''),
  'data-recent-n': recent.n,
  'data-recent-rmse': String(recent.rmse),
  'data-recent-nmae': String(recent.nmae),
  'data-recent-coverage': String(recent.coverage ?? ''),
});
