import { createBaselines } from '../../src/forecast/baselines';
import { type Forecaster, SHOWN_HORIZONS_MS } from '../../src/forecast/forecaster';
import { IntervalTracker } from '../../src/forecast/interval';
import { NetworkForecaster } from '../../src/forecast/network-forecaster';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { type Score, Scoreboard } from '../../src/forecast/scoreboard';
import { range } from '../../src/gait/metrics';
import { type Side, SIDES } from '../../src/gait/channels';
import { HistoryRing } from '../../src/gait/ring';
import type { Walk } from '../../src/adapt/walk';
import type { PersonScores } from '../evaluate/judge';
import type { JudgedModel } from '../evaluate/judge-people';
import type { MotionPerson } from './people';
import { walkAt } from './recording';

/** Of the horizons that tables show those that a model reaches, ms. */
export const reachedHorizons = ({ rate, steps }: { rate: number; steps: number }): number[] =>
  SHOWN_HORIZONS_MS.filter((ms) => Math.round((ms * rate) / 1000) <= steps);

/** One person's scores, by output of the card. */
export type JointScores = Readonly<Record<string, PersonScores>>;

export interface MotionJudging {
  /** Legs that are forecast in turn; default both. */
  readonly sides?: readonly Side[];
  /** Told of every forecast of the network: |error| / s by output and step. */
  readonly onResidual?: (person: string, output: number, step: number, residual: number) => void;
}

/** Someone's recordings at the model's rate. */
export interface Walks {
  readonly id: string;
  readonly walks: readonly Walk[];
}

/** Streams all recordings of each person through network, interval and baselines; scores are pooled over recordings and legs. */
export const judgeMotion = (
  model: JudgedModel,
  people: readonly MotionPerson[],
  options?: MotionJudging,
): Promise<JointScores[]> => {
  const { rate } = model.card;
  return judgeWalks(
    model,
    people.map(({ id, recordings }) => ({ id, walks: recordings.map((r) => walkAt(r, rate)) })),
    options,
  );
};

/** The same from walks. */
export async function judgeWalks(
  model: JudgedModel,
  people: readonly Walks[],
  { sides = SIDES, onResidual }: MotionJudging = {},
): Promise<JointScores[]> {
  const { card } = model;
  const executor = await wasmSimd(card.architecture, model.weights, 1);
  const all: JointScores[] = [];
  for (const { id, walks } of people) {
    const boards: Scoreboard[] = [];
    for (const walk of walks)
      for (const side of sides) {
        const network = new NetworkForecaster(card, executor, side);
        const baselines = createBaselines(card, model.baselines, side);
        const tell = onResidual && ((j: number, h: number, value: number) => onResidual(id, j, h, value));
        boards.push(await judgeWalk(walk, network, baselines, model.quantiles, tell));
      }
    all.push(pool(card, id, walks, boards, sides));
  }
  executor.dispose();
  return all;
}

async function judgeWalk(
  walk: Walk,
  network: NetworkForecaster,
  baselines: readonly Forecaster[],
  quantiles: ArrayLike<number>,
  tell: ((output: number, step: number, residual: number) => void) | undefined,
): Promise<Scoreboard> {
  const channels = Object.keys(walk.channels);
  const forecasters: readonly Forecaster[] = [network, ...baselines];
  const joints = [...network.outputs];
  const { steps } = network;
  const history = new HistoryRing(channels, Math.max(...forecasters.map((f) => f.windowTicks)), walk.rate);
  const interval = new IntervalTracker(joints.length, steps, quantiles);
  const board = new Scoreboard(
    forecasters.map((f) => ({ id: f.id, kind: f.kind, interval: f === network })),
    joints,
    steps,
    walk.rate,
  );
  const [mean, low, high] = Array.from({ length: 3 }, () => new Float32Array(joints.length * steps));
  const truth = new Float32Array(joints.length);
  for (let tick = 0; tick < walk.ticks; tick++) {
    history.push(
      channels.map((c) => walk.channels[c].input[tick]),
      channels.map((c) => walk.channels[c].measured[tick]),
    );
    joints.forEach((name, j) => (truth[j] = walk.channels[name].measured[tick]));
    interval.observe(tick, truth);
    board.truth(tick, truth);
    if (history.length < history.capacity) continue;
    for (let i = baselines.length - 1; i >= 0; i--) {
      await baselines[i].forecast(history, mean);
      board.forecast(i + 1, tick, mean);
    }
    await network.forecast(history, mean);
    interval.issue(tick, mean, network.scales, low, high);
    board.forecast(0, tick, mean, low, high);
    if (tell === undefined) continue;
    for (let j = 0; j < joints.length; j++)
      for (let h = 1; h <= steps && tick + h < walk.ticks; h++) {
        const error = walk.channels[joints[j]].measured[tick + h] - mean[j * steps + h - 1];
        tell(j, h, Math.abs(error) / network.scales[j]);
      }
  }
  return board;
}

function pool(
  card: JudgedModel['card'],
  person: string,
  walks: readonly Walk[],
  boards: readonly Scoreboard[],
  sides: readonly Side[],
): JointScores {
  const steps = reachedHorizons(card).map((ms) => Math.round((ms * card.rate) / 1000));
  const ticks = boards.reduce((sum, b) => sum + b.ticksScored, 0);
  return Object.fromEntries(
    card.outputs.map((output, j) => {
      const names = sides.map((side) => boards[sides.indexOf(side)].joints[j]);
      const span = Math.max(
        ...names.map((name) => range(walks.flatMap((w) => [...w.channels[name].measured]))),
      );
      const scores = Object.fromEntries(
        boards[0].forecasters.map((f, i) => [
          f.id,
          steps.map((step) =>
            pooled(
              boards.map((b) => b.score(i, j, step, 'total')),
              span,
            ),
          ),
        ]),
      );
      return [output, { person, group: person.split(':')[0], range: span, ticks, scores }];
    }),
  );
}

/** Scores of several streams as one. */
function pooled(scores: readonly Score[], span: number): Score {
  const some = scores.filter((s) => s.n > 0);
  const n = some.reduce((sum, s) => sum + s.n, 0);
  const mean = (value: (s: Score) => number) => some.reduce((sum, s) => sum + s.n * value(s), 0) / n;
  const mae = mean((s) => s.mae);
  const rmse = Math.sqrt(mean((s) => s.rmse ** 2));
  const ofPersistence = mean((s) => (s.rmse / (1 - s.skill)) ** 2);
  return {
    n,
    rmse,
    mae,
    nmae: (100 * mae) / span,
    skill: 1 - rmse / Math.sqrt(ofPersistence),
    coverage: some[0].coverage === null ? null : mean((s) => s.coverage ?? 0),
    width: some[0].width === null ? null : mean((s) => s.width ?? 0),
  };
}
