import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Forecaster, SHOWN_HORIZONS_MS } from '../../src/forecast/forecaster';
import { NetworkForecaster } from '../../src/forecast/network-forecaster';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { initWeights } from '../../src/forecast/runtime/weights';
import { Rng } from '../../src/gait/rng';
import { scoreTable, summarise } from '../evaluate/summary';
import { type Figure, figure, note, printFigures } from '../figures';
import { judgeStreams, median, type StreamScores } from '../streaming/judge-streams';
import { timeWork } from '../streaming/stream-work';
import { StreamingForecaster } from '../streaming/streaming-forecaster';
import { StreamingNetwork } from '../streaming/streaming-network';
import { fitNetwork } from '../train/fit-network';
import { foldsOf, type Person, peopleNamed, readPeople } from '../train/people';
import { recipeOf } from '../train/recipes';

/** The split of `train --leave-out 3A,1A,3N --folds 2`, whose checkpoints are taken where they are there. */
const LEFT_OUT = '3A,1A,3N';
const RUN_NAME = 'without-3A-without-1A-without-3N';
const SEED = 1;
const SIDE = 'r';

/** Recipe, and the streams that are made of its weights. */
const TRIED = [
  { id: 'knee', streams: [] },
  {
    id: 'knee-fixed',
    streams: [
      { attended: 25, phases: 'every' },
      { attended: 50, phases: 'every' },
      { attended: 25, phases: 'one' },
    ],
  },
  {
    id: 'knee-fixed-long',
    streams: [
      { attended: 25, phases: 'every' },
      { attended: 50, phases: 'every' },
      { attended: 50, phases: 'one' },
    ],
  },
] as const;

/**
 * `streaming [--data DIR] [--json]`
 *
 * Does a network whose state is carried on for ever forecast as well as one that sees a window? Everyone is judged by
 * weights that never saw him; weights that are not in lab/runs are trained first.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const people = readPeople(recipeOf('knee').features.rate, values.data);
  const leftOut = peopleNamed(LEFT_OUT, people);
  const training = people.filter((p) => !leftOut.includes(p));
  const folds = foldsOf(training, 2);
  const scores: StreamScores[] = [];
  for (const [i, fold] of folds.entries()) {
    const seen = training.filter((p) => !fold.includes(p));
    scores.push(...(await judgeUnseen(fold, seen, `fold-${i + 1}-of-${folds.length}`)));
  }
  scores.push(...(await judgeUnseen(leftOut, training, 'all')));

  const rows = summarise(scores);
  note(scoreTable({ protocol: 'folds', part: 'second_half', horizonsMs: SHOWN_HORIZONS_MS, rows }));
  const ticks = scores.reduce((sum, p) => sum + p.ticks, 0);
  note(`${scores.length} people, ${ticks} ticks`);
  const errors = rows.flatMap((r) =>
    SHOWN_HORIZONS_MS.map((ms, i) =>
      figure(`streaming.${r.forecaster}.${r.group}.nmae_${ms}ms`, r.nmae[i], '%'),
    ),
  );
  const times = Object.keys(scores[0].ms).map((id) =>
    figure(`streaming.${id}.forecast_ms`, median(scores.map((p) => p.ms[id])), 'ms'),
  );
  const work = await workOf('knee-fixed');
  printFigures([...errors, ...times, ...work], { ticks, people: scores }, values.json);
}

/** What the WebAssembly executor would take; weights do not matter to it. */
async function workOf(id: string): Promise<Figure[]> {
  const { architecture } = recipeOf(id);
  const rng = new Rng(SEED);
  const weights = initWeights(architecture, () => rng.uniform());
  const { tailTicks } = new StreamingNetwork(architecture, weights, { attended: 25, phases: 'every' });
  const { window, stream } = await timeWork(architecture, weights, tailTicks);
  return [
    figure(`streaming.${id}.wasm_window_ms`, window, 'ms'),
    figure(`streaming.${id}.wasm_stream_work_ms`, stream, 'ms'),
  ];
}

async function judgeUnseen(people: readonly Person[], seen: readonly Person[], label: string) {
  const makers: (() => Forecaster)[] = [];
  for (const { id, streams } of TRIED) {
    const recipe = recipeOf(id);
    const { architecture, features, steps } = recipe;
    const runDir = join('lab', 'runs', `${id}-${RUN_NAME}`, label);
    const weights = await fitNetwork(recipe, seen, { seed: SEED, steps, runDir, label: `${id} ${label}` });
    const executor = await wasmSimd(architecture, weights, 1);
    makers.push(() => new NetworkForecaster({ ...features, id }, executor, SIDE));
    for (const stream of streams)
      makers.push(() => {
        const name = `${id}-${stream.phases}-${stream.attended}`;
        return new StreamingForecaster(
          name,
          features,
          new StreamingNetwork(architecture, weights, stream),
          SIDE,
        );
      });
  }
  return judgeStreams(people, () => makers.map((make) => make()));
}
