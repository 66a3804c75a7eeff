import { adapt, type AdaptResult } from '../../../src/adapt/adapt';
import { allMethods } from '../../../src/adapt/methods/combined';
import { classicalCard } from '../../../src/adapt/peers/classical-card';
import { fitPeers } from '../../../src/adapt/peers/fit-peers';
import { createPeers } from '../../../src/adapt/peers/peer-choice';
import { PersonalForecaster } from '../../../src/adapt/personal-forecaster';
import { chooseStrides } from '../../../src/adapt/strides/stride-set';
import type { Walk } from '../../../src/adapt/walk';
import type { Forecaster } from '../../../src/forecast/forecaster';
import type { LoadedModel } from '../../../src/forecast/model-library';
import { wasmSimd } from '../../../src/forecast/runtime/wasm/wasm-executor';
import type { LearningPart } from './learning-part';

/** What the gate said of a personal model, or why there is none. */
export interface GateReport {
  readonly decision: 'accept' | 'keep' | 'refused';
  /** Codes of refusal. */
  readonly reasons: readonly string[];
  readonly method: string | null;
  /** Strides learned from, those kept back included. */
  readonly strides: number;
  /** By horizon in ms: whether the personal model is used there, for the first output. */
  readonly use: Readonly<Record<string, boolean>>;
}

const SIDE = 'r';

/** The product's own adaptation to the learning part; null where it is refused: the base model stays. */
export async function learnPersonal(
  model: LoadedModel,
  walk: Walk,
  part: LearningPart,
  replay: readonly Walk[],
): Promise<{ personal: PersonalForecaster | null; gate: GateReport }> {
  const none = { decision: 'refused', method: null, strides: 0, use: {} } as const;
  const choice = chooseStrides(startOf(walk, part.end), part.pieces, model.card, SIDE);
  if (!choice.ok) return { personal: null, gate: { ...none, reasons: choice.refusals.map((r) => r.code) } };
  const methods = allMethods();
  const result = await adapt({ base: model, set: choice.set, replay, methods });
  const personal = await PersonalForecaster.create(model, result.best.personal, SIDE, wasmSimd);
  return { personal, gate: gateOf(result, choice.set.strides.length) };
}

function gateOf({ best }: AdaptResult, strides: number): GateReport {
  return {
    decision: best.verdict.decision,
    reasons: [],
    method: best.method,
    strides,
    use: Object.fromEntries(
      best.verdict.rows.filter((r) => r.output === 0).map((r) => [String(r.ms), r.use]),
    ),
  };
}

/** Fewer windows than this teach a classical forecaster nothing. */
const LEAST_WINDOWS = 20;

/**
 * The classical forecasters that learned from every window of the learning part (the personal network learns from its
 * strides only); none where there are too few.
 */
export function learnPeers(
  model: LoadedModel,
  walk: Walk,
  part: LearningPart,
  replay: readonly Walk[],
): Forecaster[] {
  const card = classicalCard(model.card);
  const origins: number[] = [];
  for (let t = card.windowTicks - 1; t + card.steps < part.end; t++) origins.push(t);
  if (origins.length < LEAST_WINDOWS) return [];
  const used = part.strides.filter((s) => s.use);
  const strides = used.length > 0 ? used : [{ start: 0, end: part.end, use: true }];
  const baseRidge = model.baselines.ridge;
  const models = fitPeers({
    card,
    side: SIDE,
    walk: startOf(walk, part.end),
    strides,
    origins,
    replay,
    baseRidge,
    baseRandomFeatures: model.baselines.randomFeatures,
  });
  return createPeers(models, card, SIDE);
}

/** The walk as if it had ended: what learns cannot look further. */
function startOf(walk: Walk, end: number): Walk {
  const channels = Object.fromEntries(
    Object.entries(walk.channels).map(([name, { input, measured }]) => [
      name,
      { input: input.subarray(0, end), measured: measured.subarray(0, end) },
    ]),
  );
  return { ...walk, ticks: end, channels };
}
