import { adapt, type FinishedCandidate } from '../../src/adapt/adapt';
import type { AdaptationMethod } from '../../src/adapt/methods/method';
import type { PersonalModel } from '../../src/adapt/personal-model';
import { memoryShare } from '../../src/adapt/expectations';
import { wholeJob } from '../../src/adapt/job';
import { classicalCard } from '../../src/adapt/peers/classical-card';
import { createPeers } from '../../src/adapt/peers/peer-choice';
import { errorsAt } from '../../src/adapt/peers/errors-at';
import { PersonalForecaster } from '../../src/adapt/personal-forecaster';
import { chooseStrides } from '../../src/adapt/strides/stride-set';
import type { MarkedStride, Walk } from '../../src/adapt/walk';
import type { ReplayRows } from '../../src/adapt/windows/read-data';
import { createBaselines } from '../../src/forecast/baselines';
import type { Forecaster } from '../../src/forecast/forecaster';
import type { LoadedModel } from '../../src/forecast/model-library';
import { NetworkForecaster } from '../../src/forecast/network-forecaster';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';

/** A stretch of consecutive strides to adapt on; everything from a horizon after it on is test. */
export interface Trial {
  readonly walk: Walk;
  readonly strides: readonly MarkedStride[];
}

/** Mean absolute error by step, deg, on the test ticks. */
interface TrialErrors {
  readonly ticks: number;
  readonly before: Float64Array;
  /** As the gate left it: what the therapist would get by following it. */
  readonly after: Float64Array;
  /** As if the gate had accepted every step. */
  readonly ungated: Float64Array;
}

export interface TrialResult {
  readonly candidates: readonly FinishedCandidate[];
  readonly best: FinishedCandidate;
  readonly errors: TrialErrors;
  /** Each method's candidate as if accepted, mean absolute error by step, deg. */
  readonly methods: Readonly<Record<string, Float64Array>>;
  /** Zero-shot baselines and, where asked for, those adapted to the same strides. */
  readonly baselines: Readonly<Record<string, Float64Array>>;
  readonly betterPeer: string | null;
  readonly seconds: number;
}

/** Runs the product's own adaptation on a trial and judges it on what came later. Null, with the codes, where it is refused. */
export async function tryPerson(
  model: LoadedModel,
  trial: Trial,
  replay: ReplayRows,
  methods?: readonly AdaptationMethod[],
  peers = false,
): Promise<TrialResult | { readonly refused: string[] }> {
  const { card } = model;
  const choice = chooseStrides(trial.walk, trial.strides, card, 'r');
  if (!choice.ok) return { refused: choice.refusals.map((r) => r.code) };
  const began = performance.now();
  const { best, candidates, peerModels, betterPeer } = await adapt({
    // What the therapist's button starts; every method is finished, and peers are left out where only the gate is asked.
    ...wholeJob({ base: model, set: choice.set, replay }, model.baselines),
    finish: 'all',
    ...(methods === undefined ? {} : { methods }),
    ...(peers ? {} : { baselines: undefined }),
  });
  const seconds = (performance.now() - began) / 1000;
  const from = choice.set.end + card.steps;
  const make = (personal: PersonalModel) => PersonalForecaster.create(model, personal, 'r', wasmSimd);
  const executor = await wasmSimd(card.architecture, model.weights, 1);
  const share = model.memory ? memoryShare(choice.set.strides.length) : 1;
  const accepted = candidates.map(({ personal }) =>
    make({ ...personal, use: personal.use.map(() => share) }),
  );
  const forecasters = [new NetworkForecaster(card, executor, 'r'), ...(await Promise.all(accepted))];
  const classical = peerModels === null ? [] : createPeers(peerModels, classicalCard(card), 'r');
  const all = peers
    ? [...forecasters, ...createBaselines(card, model.baselines, 'r'), ...classical]
    : forecasters;
  const sparse = Math.max(1, Math.floor((trial.walk.ticks - from) / ENOUGH));
  const [before, ...rest] = await laterErrors(trial.walk, all, from, peers ? 1 : sparse);
  for (const f of forecasters) f.dispose();
  executor.dispose();
  const ungated = rest[candidates.indexOf(best)];
  return {
    candidates,
    best,
    // The gate takes whole steps: each forecasts as the personal model or as the base.
    errors: {
      ticks: trial.walk.ticks - from,
      before,
      after: before.map((e, i) => (best.personal.use[i] > 0 ? ungated[i] : e)),
      ungated,
    },
    baselines: Object.fromEntries(
      all.slice(forecasters.length).map((f, i) => [f.id, rest[candidates.length + i]]),
    ),
    betterPeer,
    methods: Object.fromEntries(candidates.map((c, i) => [c.method, rest[i]])),
    seconds,
  };
}

/** Forecasts of neighbouring ticks err alike: so many of a long test are enough to judge a gate by. */
const ENOUGH = 400;

/** Mean absolute error of each forecaster by output step, on the same forecasts: those made at tick `from` and later, every so many. */
async function laterErrors(
  walk: Walk,
  forecasters: readonly Forecaster[],
  from: number,
  every: number,
): Promise<Float64Array[]> {
  const ticks = Math.max(0, walk.ticks - 1 - from);
  const origins = Array.from({ length: Math.ceil(ticks / every) }, (_, i) => from + i * every);
  const errors = await errorsAt(walk, forecasters, origins);
  return errors.map((own) => {
    const width = own.length / origins.length;
    const sum = new Float64Array(width);
    const count = new Float64Array(width);
    for (let i = 0; i < own.length; i++) {
      if (!errors.every((e) => Number.isFinite(e[i]))) continue;
      sum[i % width] += own[i];
      count[i % width]++;
    }
    return sum.map((v, i) => v / count[i]);
  });
}
