import type { Walk } from '../../../src/adapt/walk';
import { ALL_BASELINES, createBaselines } from '../../../src/forecast/baselines';
import type { Forecaster } from '../../../src/forecast/forecaster';
import { SHOWN_HORIZONS_MS } from '../../../src/forecast/forecaster';
import { factorsOf } from '../../../src/forecast/interval-shape';
import type { LoadedModel } from '../../../src/forecast/model-library';
import { NetworkForecaster } from '../../../src/forecast/network-forecaster';
import { wasmSimd } from '../../../src/forecast/runtime/wasm/wasm-executor';
import type { Scoreboard } from '../../../src/forecast/scoreboard';
import { contest, type Contestant } from './contest';
import { type GateReport, learnPeers, learnPersonal } from './learn';
import { learningPart } from './learning-part';
import { OwnStrides } from './own-strides';
import type { Walker } from './walkers';

/** Errors by horizon in ms: mean absolute error in % of the person's range of motion, root mean square error in deg. */
export interface Errors {
  readonly nmae: Readonly<Record<string, number>>;
  readonly rmse_deg: Readonly<Record<string, number>>;
}

/** Of the 90 % interval, by horizon in ms: share of truths inside (0-1), mean width in % of the range. */
interface IntervalReport {
  readonly coverage: Readonly<Record<string, number>>;
  readonly width: Readonly<Record<string, number>>;
}

/** Everything about one person; all methods on the same ticks. With several outputs the figures are means over them. */
export interface PersonResult {
  readonly id: string;
  readonly group: string;
  /** Rate at which the angles were really sampled, Hz. */
  readonly nativeRate: number;
  /** Weights that never saw him: the people they were trained on. */
  readonly trainedOn: number;
  /** Strides learned from; ticks learned from end before the test begins, a horizon apart. */
  readonly strides: number;
  readonly testTicks: number;
  /** Model rate, Hz. */
  readonly rate: number;
  /** At least a second of test: counts in means. */
  readonly pooled: boolean;
  readonly rangeDeg: number;
  readonly zeroShot: Errors;
  readonly adapted: Errors;
  readonly baselines: Readonly<Record<string, Errors>>;
  /** Of the adapted model where there is one, else of the base model. */
  readonly interval: IntervalReport;
  readonly intervalZeroShot: IntervalReport;
  readonly gate: GateReport;
  /** Adapted baselines that had too little to learn from, and what stands for each. */
  readonly standIns: Readonly<Record<string, string>>;
  /** By output, where there are several. */
  readonly joints?: Readonly<Record<string, Pick<PersonResult, 'zeroShot' | 'adapted' | 'baselines'>>>;
}

export interface JudgeOptions {
  /** Strides to learn from; null: the first half of each recording. */
  readonly strides: number | null;
  readonly replay: readonly Walk[];
}

const SIDE = 'r';
const LEAST_TEST_S = 1;
/** Who stands in for an adapted baseline that has nothing to learn from: the strongest that needs no learning. */
const STAND_INS: readonly (readonly [id: string, by: string])[] = [
  ['ridge_adapted', 'ridge'],
  ['random_features_adapted', 'random_features'],
  ['knn', 'random_features'],
  ['random_features_knn', 'random_features'],
  ['mean_stride', 'random_features'],
];

/** Judges model, personal model and all baselines on the longest of the person's recordings. */
export async function judgeWalker(
  model: LoadedModel,
  walker: Walker,
  { strides, replay }: JudgeOptions,
): Promise<PersonResult> {
  const { card, weights } = model;
  const walk = walker.walks.reduce((a, b) => (b.ticks > a.ticks ? b : a));
  const part = learningPart(walk, card, strides);
  const from = part.end + card.steps;
  const executor = await wasmSimd(card.architecture, weights, 1);
  const base = new NetworkForecaster(card, executor, SIDE);
  const { personal, gate } = await learnPersonal(model, walk, part, replay);
  const classical = [
    ...createBaselines(card, model.baselines, SIDE, ALL_BASELINES),
    ...learnPeers(model, walk, part, replay),
    ...(model.memory ? [new OwnStrides(model.memory.card, SIDE)] : []),
  ];
  const quantiles = card.intervalQuantiles;
  const factors = factorsOf(card, SIDE);
  const zeroShot: Contestant = {
    id: 'zero_shot',
    forecaster: base,
    interval: { quantiles, factors, scales: base.scales },
  };
  const adapted: Contestant[] =
    personal === null
      ? []
      : [
          {
            id: 'adapted',
            forecaster: personal,
            interval: { quantiles, factors, scales: personal.scales },
            before: base,
          },
        ];
  const board = await contest(
    walk,
    [zeroShot, ...adapted, ...classical.map((f: Forecaster) => ({ id: f.id, forecaster: f }))],
    from,
  );
  personal?.dispose();
  executor.dispose();
  const testTicks = Math.max(0, walk.ticks - 1 - from);
  return {
    id: walker.id,
    group: walker.group,
    nativeRate: walker.nativeRate,
    trainedOn: card.trainingPeople.length,
    strides: gate.decision === 'refused' ? 0 : gate.strides,
    testTicks,
    rate: walk.rate,
    pooled: testTicks >= LEAST_TEST_S * walk.rate,
    ...reportOf(board),
    gate,
  };
}

function reportOf(board: Scoreboard) {
  const ids = board.forecasters.map((f) => f.id);
  const indexOf = (id: string) => ids.indexOf(id);
  const last = indexOf('adapted') < 0 ? 'zero_shot' : 'adapted';
  const standIns: Record<string, string> = {};
  const others = new Map(
    ids.filter((id) => id !== 'zero_shot' && id !== 'adapted').map((id) => [id, indexOf(id)]),
  );
  for (const [id, by] of STAND_INS) {
    if (others.has(id)) continue;
    const instead = others.has(by) ? by : 'ridge';
    standIns[id] = instead;
    others.set(id, indexOf(instead));
  }
  const report = (joints: readonly number[]) => ({
    zeroShot: errorsOf(board, indexOf('zero_shot'), joints),
    adapted: errorsOf(board, indexOf(last), joints),
    baselines: Object.fromEntries([...others].map(([id, i]) => [id, errorsOf(board, i, joints)])),
  });
  const all = board.joints.map((_, j) => j);
  return {
    rangeDeg: round(mean(all.map((j) => board.range(j)))),
    ...report(all),
    interval: intervalOf(board, indexOf(last)),
    intervalZeroShot: intervalOf(board, indexOf('zero_shot')),
    standIns,
    ...(all.length > 1 ? { joints: Object.fromEntries(all.map((j) => [board.joints[j], report([j])])) } : {}),
  };
}

/** Horizons that tables show, as far as the model reaches. */
const horizonsOf = (board: Scoreboard): { ms: number; step: number }[] =>
  SHOWN_HORIZONS_MS.map((ms) => ({ ms, step: Math.round((ms * board.rate) / 1000) })).filter(
    ({ step }) => step >= 1 && step <= board.steps,
  );

function errorsOf(board: Scoreboard, index: number, joints: readonly number[]): Errors {
  const at = (what: 'nmae' | 'rmse') =>
    Object.fromEntries(
      horizonsOf(board).map(({ ms, step }) => [
        String(ms),
        round(mean(joints.map((j) => board.score(index, j, step, 'total')[what]))),
      ]),
    );
  return { nmae: at('nmae'), rmse_deg: at('rmse') };
}

function intervalOf(board: Scoreboard, index: number): IntervalReport {
  const joints = board.joints.map((_, j) => j);
  const at = (value: (j: number, step: number) => number) =>
    Object.fromEntries(
      horizonsOf(board).map(({ ms, step }) => [String(ms), round(mean(joints.map((j) => value(j, step))))]),
    );
  return {
    coverage: at((j, step) => board.score(index, j, step, 'total').coverage ?? Number.NaN),
    width: at(
      (j, step) => (100 * (board.score(index, j, step, 'total').width ?? Number.NaN)) / board.range(j),
    ),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const round = (v: number): number => Number(v.toPrecision(4));
