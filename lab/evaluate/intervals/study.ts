import type { LoadedModel } from '../../../src/forecast/model-library';
import { SHOWN_HORIZONS_MS } from '../../../src/forecast/forecaster';
import { factorsOf } from '../../../src/forecast/interval-shape';
import { NetworkForecaster } from '../../../src/forecast/network-forecaster';
import { wasmSimd } from '../../../src/forecast/runtime/wasm/wasm-executor';
import { contest } from '../people/contest';
import type { Walker } from '../people/walkers';
import { atMs, writeStudy } from '../studies/study-file';
import type { IntervalStart } from './fit-start';

export interface IntervalScore {
  readonly id: string;
  readonly group: string;
  /** By shown horizon: share of truths inside, mean width in % of the person's range. */
  readonly coverage: readonly number[];
  readonly width: readonly number[];
}

const SIDE = 'r';

/** The product's own interval over a person's stream; forecasts made in the second half count. */
export async function judgeInterval(
  model: LoadedModel,
  walker: Walker,
  start: IntervalStart,
): Promise<IntervalScore> {
  const card = { ...model.card, ...start };
  const walk = walker.walks.reduce((a, b) => (b.ticks > a.ticks ? b : a));
  const executor = await wasmSimd(card.architecture, model.weights, 1);
  const network = new NetworkForecaster(card, executor, SIDE);
  const interval = {
    quantiles: card.intervalQuantiles,
    factors: factorsOf(card, SIDE),
    scales: network.scales,
  };
  const board = await contest(
    walk,
    [{ id: card.id, forecaster: network, interval }],
    Math.floor(walk.ticks / 2),
  );
  executor.dispose();
  const scores = SHOWN_HORIZONS_MS.map((ms) =>
    board.score(0, 0, Math.round((ms * card.rate) / 1000), 'total'),
  );
  return {
    id: walker.id,
    group: walker.group,
    coverage: scores.map((s) => s.coverage ?? Number.NaN),
    width: scores.map((s) => (100 * (s.width ?? Number.NaN)) / board.range(0)),
  };
}

/** docs/evidence/intervals.json. `plain`: the same without the shape, for comparison. */
export function writeIntervalStudy(
  command: string,
  shaped: readonly IntervalScore[],
  plain: readonly IntervalScore[],
): Promise<string> {
  const columns = (unit: 'coverage_percent' | 'width_percent', text: string) => ({
    title: { code: unit, text },
    columns: [{ code: 'person', text: 'person' }, ...SHOWN_HORIZONS_MS.map((ms) => atMs(ms, 1))],
  });
  const rows = (
    scores: readonly IntervalScore[],
    of: (s: IntervalScore) => readonly number[],
    worst: Reduce,
  ) => {
    const line = (name: string, reduce: Reduce) => [
      name,
      ...SHOWN_HORIZONS_MS.map((_, i) => round(reduce(scores.map((s) => of(s)[i])))),
    ];
    return [...scores.map((s) => [s.id, ...of(s).map(round)]), line('mean', mean), line('worst', worst)];
  };
  const covered = (s: IntervalScore) => s.coverage.map((c) => 100 * c);
  return writeStudy({
    id: 'intervals',
    title: { code: 'intervals', text: '90 % intervals, person by person' },
    findings: [finding(shaped)],
    command,
    seed: 1,
    tables: [
      {
        id: 'coverage',
        ...columns('coverage_percent', 'Truths inside the 90 % interval, %.'),
        rows: rows(shaped, covered, least),
        notes: NOTES,
      },
      {
        id: 'width',
        ...columns('width_percent', 'Mean width of the interval, % of the person’s range.'),
        rows: rows(shaped, (s) => s.width, most),
      },
      {
        id: 'without-shape',
        title: {
          code: 'without_shape',
          text: 'The same without widths by part of the movement: means, and the worst person.',
        },
        columns: [{ code: 'figure', text: 'figure' }, ...SHOWN_HORIZONS_MS.map((ms) => atMs(ms, 1))],
        rows: [
          ...rows(plain, covered, least)
            .slice(-2)
            .map(([name, ...v]) => [`coverage_${name}`, ...v]),
          ...rows(plain, (s) => s.width, most)
            .slice(-2)
            .map(([name, ...v]) => [`width_${name}`, ...v]),
        ],
      },
    ],
    curves: [],
  });
}

function finding(scores: readonly IntervalScore[]) {
  const at = (ms: number) => SHOWN_HORIZONS_MS.findIndex((h) => h === ms);
  const values = {
    coverage: round(100 * mean(scores.map((s) => s.coverage[at(100)]))),
    least: round(100 * least(scores.map((s) => s.coverage[at(100)]))),
    width: round(mean(scores.map((s) => s.width[at(100)]))),
    least200: round(100 * least(scores.map((s) => s.coverage[at(200)]))),
    people: scores.length,
  };
  return {
    code: 'intervals_found',
    text: `At 100 ms the 90 % interval holds ${values.coverage} % of truths over ${values.people} people, ${values.least} % for the worst, and is ${values.width} % of the range wide; at 200 ms ${values.least200} % for the worst.`,
    values,
  };
}

const NOTES = [
  {
    code: 'intervals_how',
    text: 'Weights, start and shape of each interval are of other people; it then follows the person, with labels as late as the step. Forecasts of the second half of each recording count; the interval runs from the start. Nothing was hidden by the trust signal here.',
  },
];

type Reduce = (values: readonly number[]) => number;
const mean: Reduce = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;
const least: Reduce = (values) => Math.min(...values);
const most: Reduce = (values) => Math.max(...values);
const round = (v: number): number => Number(v.toFixed(1));
