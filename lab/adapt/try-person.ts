import { adapt, type JudgedCandidate } from '../../src/adapt/adapt';
import type { AdaptationMethod } from '../../src/adapt/methods/method';
import type { PersonalModel } from '../../src/adapt/personal-model';
import { PersonalForecaster } from '../../src/adapt/personal-forecaster';
import { chooseStrides } from '../../src/adapt/strides/stride-set';
import type { MarkedStride, Walk } from '../../src/adapt/walk';
import type { Forecaster } from '../../src/forecast/forecaster';
import type { LoadedModel } from '../../src/forecast/model-library';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { HistoryRing } from '../../src/gait/ring';

/** A stretch of consecutive strides to adapt on; everything from a horizon after it on is test. */
export interface Trial {
  readonly walk: Walk;
  readonly strides: readonly MarkedStride[];
}

/** Mean absolute error by step, deg, on the test ticks. */
export interface TrialErrors {
  readonly ticks: number;
  readonly before: Float64Array;
  /** As the gate left it: what the therapist would get by following it. */
  readonly after: Float64Array;
  /** As if the gate had accepted every step. */
  readonly ungated: Float64Array;
}

export interface TrialResult {
  readonly candidates: readonly JudgedCandidate[];
  readonly best: JudgedCandidate;
  readonly errors: TrialErrors;
  /** Each method's candidate as if accepted, mean absolute error by step, deg. */
  readonly methods: Readonly<Record<string, Float64Array>>;
  readonly seconds: number;
}

/** Runs the product's own adaptation on a trial and judges it on what came later. Null, with the codes, where it is refused. */
export async function tryPerson(
  model: LoadedModel,
  trial: Trial,
  replay: readonly Walk[],
  methods?: readonly AdaptationMethod[],
): Promise<TrialResult | { readonly refused: string[] }> {
  const { card } = model;
  const choice = chooseStrides(trial.walk, trial.strides, card, 'r');
  if (!choice.ok) return { refused: choice.refusals.map((r) => r.code) };
  const began = performance.now();
  const { best, candidates } = await adapt({ base: model, set: choice.set, replay, methods });
  const seconds = (performance.now() - began) / 1000;
  const from = choice.set.end + card.steps;
  const make = (personal: PersonalModel, blend: Float32Array) =>
    PersonalForecaster.create(model, { ...personal, blend }, 'r', wasmSimd);
  const forecasters = await Promise.all([
    make(best.personal, new Float32Array(best.ungated.length)),
    make(best.personal, best.personal.blend),
    ...candidates.map((c) => make(c.personal, c.ungated)),
  ]);
  const [before, after, ...rest] = await laterErrors(trial.walk, forecasters, card.outputs.length, from);
  for (const f of forecasters) f.dispose();
  const ungated = rest[candidates.indexOf(best)];
  return {
    candidates,
    best,
    errors: { ticks: trial.walk.ticks - from, before, after, ungated },
    methods: Object.fromEntries(candidates.map((c, i) => [c.method, rest[i]])),
    seconds,
  };
}

/** Mean absolute error of each forecaster by output step, on forecasts made at tick `from` and later. */
export async function laterErrors(
  walk: Walk,
  forecasters: readonly Forecaster[],
  joints: number,
  from: number,
): Promise<Float64Array[]> {
  const channels = Object.keys(walk.channels);
  const depth = Math.max(...forecasters.map((f) => f.windowTicks));
  const history = new HistoryRing(channels, depth, walk.rate);
  const row = (kind: 'input' | 'measured', t: number) => channels.map((c) => walk.channels[c][kind][t]);
  const { steps, outputs } = forecasters[0];
  const width = joints * steps;
  const sums = forecasters.map(() => new Float64Array(width));
  const counts = new Float64Array(width);
  const out = forecasters.map(() => new Float32Array(width));
  for (let t = Math.max(0, from - depth + 1); t < walk.ticks; t++) {
    history.push(row('input', t), row('measured', t));
    if (t < from || history.length < depth) continue;
    for (let f = 0; f < forecasters.length; f++) await forecasters[f].forecast(history, out[f]);
    for (let i = 0; i < width; i++) {
      const at = t + 1 + (i % steps);
      const truth = at < walk.ticks ? walk.channels[outputs[Math.floor(i / steps)]].measured[at] : Number.NaN;
      if (!Number.isFinite(truth) || out.some((o) => !Number.isFinite(o[i]))) continue;
      counts[i]++;
      for (let f = 0; f < forecasters.length; f++) sums[f][i] += Math.abs(truth - out[f][i]);
    }
  }
  return sums.map((s) => s.map((v, i) => v / counts[i]));
}
