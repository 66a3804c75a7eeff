import { adapt } from '../../src/adapt/adapt';
import { combined } from '../../src/adapt/methods/combined';
import { errorsAt } from '../../src/adapt/peers/errors-at';
import { PersonalForecaster } from '../../src/adapt/personal-forecaster';
import type { PersonalModel } from '../../src/adapt/personal-model';
import { chooseStrides } from '../../src/adapt/strides/stride-set';
import type { MarkedStride, Walk } from '../../src/adapt/walk';
import { createBaselines } from '../../src/forecast/baselines';
import type { Forecaster } from '../../src/forecast/forecaster';
import type { LoadedModel } from '../../src/forecast/model-library';
import { NetworkForecaster } from '../../src/forecast/network-forecaster';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { range } from '../../src/gait/metrics';
import { learningPart } from '../evaluate/people/learning-part';
import { KNEE } from '../train/recordings';
import { learnFromOne } from './one-stride';

/** Strides learned from, and steps ahead that are told, as in the paper. */
export const STRIDES = [1, 2, 3, 5] as const;
export const STEPS = [1, 5, 10, 20, 50] as const;

const SIDE = 'r';
/** Forecasts of neighbouring ticks err alike. */
const EVERY = 4;
const LEAST_TEST_S = 1;

/** NMAE, % of the person's range, by step. `gated`: what the product would have left in use; null where it refuses. */
interface AdaptedErrors {
  readonly strides: number;
  readonly always: readonly number[] | null;
  readonly gated: readonly number[] | null;
}

/** One person by one model; all figures on the same ticks, after the last stride that any of them learned from. */
export interface PersonErrors {
  readonly person: string;
  readonly group: string;
  readonly windows: number;
  readonly zeroShot: readonly number[];
  readonly adapted: readonly AdaptedErrors[];
  readonly baselines: Readonly<Record<string, readonly number[]>>;
}

interface Judged {
  readonly id: string;
  readonly group: string;
  readonly walk: Walk;
}

/** Null where less than a second is left to test on. */
export async function judgePerson(
  model: LoadedModel,
  { id, group, walk }: Judged,
  replay: readonly Walk[],
  strides: readonly number[] = STRIDES,
): Promise<PersonErrors | null> {
  const { card } = model;
  const most = Math.max(...strides);
  const { end, pieces } = learningPart(walk, card, most);
  const origins: number[] = [];
  for (let t = end + card.steps; t + 1 < walk.ticks; t += EVERY) origins.push(t);
  if (origins.length * EVERY < LEAST_TEST_S * walk.rate) return null;

  const counts = strides.filter((k) => k <= pieces.length);
  const learned = await Promise.all(counts.map((k) => learn(model, walk, pieces.slice(0, k), replay)));
  const executor = await wasmSimd(card.architecture, model.weights, 1);
  const make = async (personal: PersonalModel | null) =>
    personal === null ? null : PersonalForecaster.create(model, personal, SIDE, wasmSimd);
  const personal = await Promise.all(learned.flatMap(({ always, gated }) => [make(always), make(gated)]));
  const baselines = createBaselines(card, model.baselines, SIDE);
  const zeroShot = new NetworkForecaster(card, executor, SIDE);
  const all: Forecaster[] = [zeroShot, ...baselines, ...personal.filter((p) => p !== null)];
  const errors = await errorsAt(walk, all, origins);
  const whole = range(walk.channels[KNEE].measured);
  const of = (f: Forecaster | null): number[] | null =>
    f === null ? null : STEPS.map((step) => (100 * meanAt(errors[all.indexOf(f)], card.steps, step)) / whole);
  const result: PersonErrors = {
    person: id,
    group,
    windows: origins.length,
    zeroShot: of(zeroShot)!,
    adapted: counts.map((k, i) => ({
      strides: k,
      always: of(personal[2 * i]),
      gated: of(personal[2 * i + 1]),
    })),
    baselines: Object.fromEntries(baselines.map((b) => [b.id, of(b)!])),
  };
  for (const f of [...all]) f.dispose();
  executor.dispose();
  return result;
}

/** Closed form and fine-tuning, half of each, on these strides: as if always accepted, and as the gate leaves it. One stride: the closed form. */
async function learn(
  model: LoadedModel,
  walk: Walk,
  strides: readonly MarkedStride[],
  replay: readonly Walk[],
): Promise<{ always: PersonalModel | null; gated: PersonalModel | null }> {
  if (strides.length === 1)
    return { always: await learnFromOne(model, walk, strides[0], replay), gated: null };
  const choice = chooseStrides(walk, strides, model.card, SIDE);
  if (!choice.ok) return { always: null, gated: null };
  const { best } = await adapt({ base: model, set: choice.set, replay, methods: [combined()] });
  const always = { ...best.personal, use: best.personal.use.map(() => 1) };
  return { always, gated: best.personal };
}

function meanAt(errors: Float32Array, steps: number, step: number): number {
  let sum = 0;
  let count = 0;
  for (let i = step - 1; i < errors.length; i += steps) {
    if (!Number.isFinite(errors[i])) continue;
    sum += errors[i];
    count++;
  }
  return sum / count;
}
