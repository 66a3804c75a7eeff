import type { FeatureCard } from '../../forecast/model-card';
import { bindToSide, type Side } from '../../gait/channels';
import type { MarkedStride, Walk } from '../walk';
import { mirrorTest } from './mirror-test';
import { type Refusal, refuse } from './refusal';
import { unsound } from './soundness';

/** Fewer strides than this are not learned from: one alone teaches its own accidents. */
export const LEAST_STRIDES = 2;
const LONGEST_S = 3.5;
const SHORTEST_S = 0.4;
/** Fewer windows than this before the purge cannot be judged by. */
const LEAST_ORIGINS = 20;
const FORECASTABLE_SHARE = 0.5;
/** From this many strides on two are kept back, below it one. */
const KEEP_TWO_FROM = 5;

/**
 * The strides that a person is learned from, in time: those to train on, then those kept back to decide by. Targets of
 * the two are a whole horizon apart: the last training target lies before `trainingEnd` = first kept-back tick less steps.
 * The windows (inputs) of kept-back strides may reach back into the training strides, as they do live.
 */
export interface StrideSet {
  readonly walk: Walk;
  readonly side: Side;
  readonly strides: readonly MarkedStride[];
  readonly training: readonly MarkedStride[];
  readonly keptBack: readonly MarkedStride[];
  /** Targets at this tick and later are not trained on while the kept-back strides decide. */
  readonly trainingEnd: number;
  /** One past the last tick of the last stride. */
  readonly end: number;
  /** [ticks] 1 inside a stride that is used. */
  readonly usable: Uint8Array;
}

export type StrideChoice =
  | { readonly ok: true; readonly set: StrideSet }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/**
 * Checks a walk and parts its strides. A stride counts when it is to be used and is forecastable. The latest `most` of them are taken where there are more.
 */
export function chooseStrides(
  walk: Walk,
  strides: readonly MarkedStride[],
  card: FeatureCard,
  side: Side,
  most = Number.POSITIVE_INFINITY,
): StrideChoice {
  const refusals = formalRefusals(walk, card, side);
  if (refusals.length > 0) return { ok: false, refusals };
  const counted = strides.filter((s) => s.use && s.end <= walk.ticks && isForecastable(walk, s, card, side));
  const used = counted.slice(Math.max(0, counted.length - most));
  const found = [...soundnessRefusals(walk, used, card, side), ...walkingRefusals(walk, used)];
  const swapped = mirrorTest(walk, used);
  if (swapped !== null) found.push(swapped);
  if (used.length < LEAST_STRIDES) found.push(refuse('too_few_strides', used.length, LEAST_STRIDES));
  if (found.length > 0) return { ok: false, refusals: found };

  const kept = used.length >= KEEP_TWO_FROM ? 2 : 1;
  const keptBack = used.slice(-kept);
  const trainingEnd = keptBack[0].start - card.steps;
  const training = used.slice(0, -kept);
  const first = originsOf(training).filter((t) => t >= card.windowTicks - 1 && t + card.steps < trainingEnd);
  if (first.length < LEAST_ORIGINS)
    return { ok: false, refusals: [refuse('too_few_strides', used.length, used.length + 1)] };
  const usable = new Uint8Array(walk.ticks);
  for (const { start, end } of used) usable.fill(1, start, end);
  return {
    ok: true,
    set: {
      walk,
      side,
      strides: used,
      training,
      keptBack,
      trainingEnd,
      end: used[used.length - 1].end,
      usable,
    },
  };
}

/** A whole window of history, without a hole, lies before most of the stride's ticks: there is something to learn from it. */
export function isForecastable(
  walk: Walk,
  { start, end }: Pick<MarkedStride, 'start' | 'end'>,
  card: Pick<FeatureCard, 'inputs' | 'windowTicks'>,
  side: Side,
): boolean {
  const inputs = card.inputs.map((name) => walk.channels[bindToSide(name, side)]?.input);
  let sound = 0;
  let forecastable = 0;
  for (let t = Math.max(0, start + 1 - card.windowTicks); t < end; t++) {
    sound = inputs.every((x) => Number.isFinite(x?.[t])) ? sound + 1 : 0;
    if (t >= start && sound >= card.windowTicks) forecastable++;
  }
  return forecastable >= FORECASTABLE_SHARE * (end - start);
}

/** Ticks inside the given strides, in order: where windows end. */
export function originsOf(strides: readonly MarkedStride[]): number[] {
  const origins: number[] = [];
  for (const { start, end } of strides) for (let t = start; t < end; t++) origins.push(t);
  return origins;
}

function formalRefusals(walk: Walk, card: FeatureCard, side: Side): Refusal[] {
  const needed = [...card.inputs, ...card.outputs].map((name) => bindToSide(name, side));
  const missing = [...new Set(needed)].filter((name) => walk.channels[name] === undefined);
  const found: Refusal[] = [];
  if (walk.rate !== card.rate) found.push(refuse('wrong_rate', walk.rate, card.rate));
  if (missing.length > 0) found.push(refuse('missing_channels', missing.length, 0, missing));
  return found;
}

function soundnessRefusals(
  walk: Walk,
  strides: readonly MarkedStride[],
  card: FeatureCard,
  side: Side,
): Refusal[] {
  return [...new Set(card.inputs)]
    .map((name) => bindToSide(name, side))
    .map((name) => unsound(name, valuesIn(walk.channels[name].measured, strides)))
    .filter((r): r is Refusal => r !== null);
}

/** What was measured in the strides: between them there may be holes. Without strides the whole walk tells why there are none. */
function valuesIn(measured: Float32Array, strides: readonly MarkedStride[]): Float32Array {
  if (strides.length === 0) return measured;
  const values = new Float32Array(strides.reduce((n, s) => n + s.end - s.start, 0));
  let at = 0;
  for (const { start, end } of strides) {
    values.set(measured.subarray(start, end), at);
    at += end - start;
  }
  return values;
}

function walkingRefusals(walk: Walk, strides: readonly MarkedStride[]): Refusal[] {
  if (strides.length === 0) return [refuse('not_walking', 0, SHORTEST_S)];
  const lengths = strides.map((s) => (s.end - s.start) / walk.rate).sort((a, b) => a - b);
  const usual = lengths[lengths.length >> 1];
  if (usual < SHORTEST_S) return [refuse('not_walking', usual, SHORTEST_S)];
  if (usual > LONGEST_S) return [refuse('not_walking', usual, LONGEST_S)];
  return [];
}
