import type { StudyCurve } from '../../forecast/evidence/study';
import type { CardScores } from '../../forecast/model-card';

export const MEASURES = ['nmae', 'rmse', 'coverage'] as const;
export type Measure = (typeof MEASURES)[number];

export interface ScoreRow {
  readonly forecaster: string;
  /** By horizon; coverage in %. */
  readonly values: readonly number[];
  /** Which of them no other forecaster beats. */
  readonly best: readonly boolean[];
}

/** A group's rows of one measure, the model's own first; coverage only of those that give an interval. */
export function rowsOf(id: string, scores: CardScores, group: string, measure: Measure): ScoreRow[] {
  const rows = scores.rows
    .filter((r) => r.group === group)
    .flatMap((r) => {
      const values = measure === 'coverage' ? r.coverage?.map((c) => 100 * c) : r[measure];
      return values === undefined ? [] : [{ forecaster: r.forecaster, values }];
    });
  const least = scores.horizonsMs.map((_, i) => Math.min(...rows.map((r) => r.values[i])));
  return rows
    .map((r) => ({ ...r, best: r.values.map((v, i) => measure !== 'coverage' && v === least[i]) }))
    .toSorted((a, b) => Number(b.forecaster === id) - Number(a.forecaster === id));
}

/** The same as curves over the horizon. The worst baselines would flatten the rest: what errs most by far is cut off. */
export function curveOf(id: string, scores: CardScores, group: string, measure: Measure): StudyCurve {
  const rows = rowsOf(id, scores, group, measure);
  const drawn =
    rows.length > 3 && measure !== 'coverage' ? rows.filter((r) => r.forecaster !== 'line') : rows;
  return {
    id: `${scores.joint}-${measure}`.replaceAll('_', '-'),
    title: { code: `curve_${measure}`, text: measure },
    x: { code: 'horizon_ms', text: 'horizon, ms' },
    y: { code: `axis_${measure}`, text: measure },
    logX: true,
    series: drawn.map(({ forecaster, values }) => ({
      name: forecaster,
      kind: forecaster === id ? 'forecast' : 'baseline',
      points: scores.horizonsMs.map((ms, i) => [ms, values[i]] as [number, number]),
    })),
  };
}
