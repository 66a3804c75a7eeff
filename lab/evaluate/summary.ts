import type { CardScores } from '../../src/forecast/model-card';
import type { PersonScores } from './judge';

type ScoreRow = CardScores['rows'][number];
type TableScores = Pick<CardScores, 'protocol' | 'part' | 'rows'> & {
  readonly horizonsMs: readonly number[];
};

/** Groups in the order of the table. */
const GROUPS = ['normal', 'abnormal', 'all'];

/**
 * Means over people for each group, and `worst`: the worst person by NMAE at each horizon (for coverage, the least
 * covered one).
 */
export function summarise(people: readonly PersonScores[]): ScoreRow[] {
  const forecasters = Object.keys(people[0].scores);
  return forecasters.flatMap((forecaster) => {
    const rows = GROUPS.map((group) => ({
      group,
      members: people.filter((p) => group === 'all' || p.group === group),
    }))
      .filter(({ members }) => members.length > 0)
      .map(({ group, members }) => row(forecaster, group, members, mean, mean));
    return [
      ...rows,
      row(
        forecaster,
        'worst',
        people,
        (v) => Math.max(...v),
        (v) => Math.min(...v),
      ),
    ];
  });
}

type Reduce = (values: readonly number[]) => number;

function row(
  forecaster: string,
  group: string,
  people: readonly PersonScores[],
  ofErrors: Reduce,
  ofCoverage: Reduce,
): ScoreRow {
  const scores = people.map((p) => p.scores[forecaster]);
  const at = (what: 'nmae' | 'rmse' | 'coverage', reduce: Reduce) =>
    scores[0].map((_, i) => round(reduce(scores.map((s) => s[i][what] ?? Number.NaN))));
  return {
    forecaster,
    group,
    people: people.length,
    nmae: at('nmae', ofErrors),
    rmse: at('rmse', ofErrors),
    coverage: scores[0][0].coverage === null ? null : at('coverage', ofCoverage),
  };
}

const mean: Reduce = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;
const round = (v: number): number => Number(v.toPrecision(4));

/** The rows as a table for a terminal: NMAE in percent by horizon. */
export function scoreTable(scores: TableScores): string {
  const { protocol, part, horizonsMs, rows } = scores;
  const width = Math.max(14, ...rows.map((r) => r.forecaster.length + 1));
  const head =
    `NMAE %, ${protocol}, ${part}`.padEnd(width + 22) +
    horizonsMs.map((ms) => `${ms} ms`.padStart(9)).join('');
  const lines = rows.map((r) => {
    const name = `${r.forecaster.padEnd(width)}${r.group.padEnd(10)}${String(r.people).padStart(3)} people`;
    const coverage = r.coverage
      ? `   covered ${r.coverage.map((c) => (100 * c).toFixed(0)).join(' ')} %`
      : '';
    return name.padEnd(width + 22) + r.nmae.map((v) => v.toFixed(2).padStart(9)).join('') + coverage;
  });
  return [head, ...lines].join('\n');
}
