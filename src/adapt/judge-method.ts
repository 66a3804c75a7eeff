import { chooseBlend, usualBlend } from './blend';
import { expectationOf, memoryShare, usualOf } from './expectations';
import { type BlockErrors, blockErrors } from './gate/errors';
import { type GateVerdict, judgeCandidate } from './gate/gate';
import type { AdaptationData, AdaptationMethod, MethodProgress } from './methods/method';
import type { MethodId, PersonalModel } from './personal-model';
import type { StrideSet } from './strides/stride-set';
import { completeRows, type WindowSet } from './windows/window-set';

/** What a method made of the training strides, judged on the kept-back ones. */
export interface JudgedCandidate {
  readonly method: MethodId;
  readonly verdict: GateVerdict;
  /** Loss by training step; empty where the method does not train. */
  readonly losses: readonly number[];
}

/** What base model and candidate forecast at ticks near and in the kept-back strides, deg, [origins, outputs * steps]. */
export interface KeptBackForecasts {
  readonly origins: readonly number[];
  readonly before: Float32Array;
  readonly after: Float32Array;
}

/** Learned from all strides. */
export interface FinishedModel {
  /** What it uses follows the verdict. */
  readonly personal: PersonalModel;
}

export interface Parts {
  /** Rows whose targets are all known and lie before the purge. */
  readonly training: readonly number[];
  /** Rows that end in a kept-back stride, and those up to a horizon before. */
  readonly keptBack: readonly number[];
  readonly leading: readonly number[];
  /** Every row whose targets are all known. */
  readonly all: readonly number[];
}

export function partRows(set: StrideSet, windows: WindowSet, steps: number): Parts {
  const all = completeRows(windows);
  const training = all.filter((r) => windows.origins[r] + steps < set.trainingEnd);
  const from = set.keptBack[0].start;
  const rows = Array.from({ length: windows.count }, (_, r) => r);
  const keptBack = rows.filter((r) => windows.origins[r] >= from);
  const leading = rows.filter((r) => windows.origins[r] >= from - steps && windows.origins[r] < from);
  return { training, keptBack, leading, all };
}

/** The method learns from the training strides; the kept-back ones decide. */
export async function judgeMethod(
  method: AdaptationMethod,
  data: AdaptationData,
  set: StrideSet,
  parts: Parts,
  progress: MethodProgress,
): Promise<JudgedCandidate & { readonly forecasts: KeptBackForecasts }> {
  const { windows, start, deep, base } = data;
  const { card } = start;
  const outputs = card.outputs.length;
  const width = outputs * card.steps;
  const early = await method.fit(data, parts.training, progress);
  const usual = blendAfter(method, data, set.training.length);
  const blend = await blendOf(method, data, set.training, parts.training, usual);
  const shown = [...parts.leading, ...parts.keptBack];
  const own = rowsOf(deep.output, shown, width);
  const raw = early.predict(shown);
  const candidate = own.map((y, i) => y + blend[i % width] * (raw[i] - y));
  const before = rowsOf(base.output, shown, width);
  const beforeDegrees = degreesOf(base.windows, shown, before);
  const share = shareOf(data, set.strides.length);
  const after = degreesOf(windows, shown, candidate).map(
    (y, i) => beforeDegrees[i] + share * (y - beforeDegrees[i]),
  );
  const keptFrom = parts.leading.length * width;
  const verdict = judgeCandidate({
    base: errorsOf(base.windows, parts.keptBack, before.subarray(keptFrom), card.rate),
    candidate: errorsOf(
      windows,
      parts.keptBack,
      changesOf(windows, shown, after).subarray(keptFrom),
      card.rate,
    ),
    expected: expectationOf(
      usualOf(method.id, start.card, data.remembers),
      blendAfter(method, data, set.strides.length),
      outputs,
      card.rate,
    ),
    keptBack: set.keptBack.length,
    steps: card.steps,
    rate: card.rate,
  });
  const forecasts = {
    origins: shown.map((r) => windows.origins[r]),
    before: beforeDegrees,
    after,
  };
  return { method: method.id, verdict, losses: early.losses, forecasts };
}

/** The method learns from all strides; where its change is used, the verdict says. */
export async function finishMethod(
  method: AdaptationMethod,
  data: AdaptationData,
  set: StrideSet,
  parts: Parts,
  use: Uint8Array,
  progress: MethodProgress,
): Promise<FinishedModel> {
  const final = await method.fit(data, parts.all, progress);
  const usual = blendAfter(method, data, set.strides.length);
  const blend = await blendOf(method, data, set.strides, parts.all, usual);
  const { remembers: memory } = data;
  const share = shareOf(data, set.strides.length);
  return {
    personal: {
      version: 2,
      method: method.id,
      memory,
      ...final.parts,
      blend,
      use: Float32Array.from(use, (used) => used * share),
    },
  };
}

/** How much of the network with the memory is used, beside the base, where it is used. */
const shareOf = ({ remembers }: AdaptationData, strides: number): number =>
  remembers ? memoryShare(strides) : 1;

function blendAfter(
  method: AdaptationMethod,
  { start, remembers }: AdaptationData,
  strides: number,
): Float64Array {
  const { card } = start;
  return usualBlend(usualOf(method.id, card, remembers).trust, strides, card.steps, card.rate);
}

/** Each stride in turn is forecast by what the others, a horizon away, teach; what cannot be told so is as usual. */
async function blendOf(
  method: AdaptationMethod,
  data: AdaptationData,
  strides: StrideSet['strides'],
  rows: readonly number[],
  usual: Float64Array,
): Promise<Float32Array> {
  const { windows, start } = data;
  const { steps, outputs } = start.card;
  const width = outputs.length * steps;
  const residuals: number[] = [];
  const corrections: number[] = [];
  const every = Math.ceil(rows.length / MOST_ROWS);
  const thinned = rows.filter((_, i) => i % every === 0);
  if (method.cheap)
    for (const { start, end } of strides) {
      const out = thinned.filter((r) => windows.origins[r] >= start && windows.origins[r] < end);
      const rest = thinned.filter((r) => {
        const t = windows.origins[r];
        return t + 2 * steps < start || t >= end + steps;
      });
      if (out.length === 0 || rest.length < LEAST_ROWS) continue;
      const fitted = await method.fit(data, rest, () => Promise.resolve());
      const y = fitted.predict(out);
      const known = rowsOf(windows.target, out, width);
      const own = rowsOf(data.deep.output, out, width);
      for (let i = 0; i < y.length; i++) {
        residuals.push(known[i] - own[i]);
        corrections.push(y[i] - own[i]);
      }
    }
  return chooseBlend(Float32Array.from(residuals), Float32Array.from(corrections), usual, outputs.length);
}

/** So many rows are enough to tell how far a correction holds. */
const MOST_ROWS = 400;
/** Fewer rows than this say nothing about how well the rest does. */
const LEAST_ROWS = 30;

function errorsOf(windows: WindowSet, rows: readonly number[], y: Float32Array, rate: number): BlockErrors {
  const width = windows.target.length / windows.count;
  const joints = windows.scale.length / windows.count;
  const steps = width / joints;
  const errors = y.map((v, i) => {
    const r = rows[Math.floor(i / width)];
    const o = i % width;
    return Math.abs(windows.target[r * width + o] - v) * windows.scale[r * joints + Math.floor(o / steps)];
  });
  return blockErrors(
    errors,
    rows.map((r) => windows.origins[r]),
    rate,
  );
}

/** Scaled changes of these rows as degrees. */
function degreesOf(windows: WindowSet, rows: readonly number[], y: Float32Array): Float32Array {
  const width = windows.target.length / windows.count;
  const joints = windows.scale.length / windows.count;
  const steps = width / joints;
  return y.map((v, i) => {
    const at = rows[Math.floor(i / width)] * joints + Math.floor((i % width) / steps);
    return windows.present[at] + windows.scale[at] * v;
  });
}

/** The inverse of `degreesOf`. */
function changesOf(windows: WindowSet, rows: readonly number[], degrees: Float32Array): Float32Array {
  const width = windows.target.length / windows.count;
  const joints = windows.scale.length / windows.count;
  const steps = width / joints;
  return degrees.map((y, i) => {
    const at = rows[Math.floor(i / width)] * joints + Math.floor((i % width) / steps);
    return (y - windows.present[at]) / windows.scale[at];
  });
}

function rowsOf(values: Float32Array, rows: readonly number[], width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((r, i) => {
    out.set(values.subarray(r * width, (r + 1) * width), i * width);
  });
  return out;
}
