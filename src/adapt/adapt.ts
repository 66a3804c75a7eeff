import type { RidgeWeights } from '../forecast/baselines/baselines-file';
import { chooseBlend, usualBlend } from './blend';
import { COMPONENTS } from './closed-form/correction';
import { fitWhitening } from '../forecast/regression/whitening';
import { expectationOf, USUAL } from './expectations';
import { type BlockErrors, blockErrors, meanErrors } from './gate/errors';
import { type GateVerdict, judgeCandidate } from './gate/gate';
import { closedForm } from './methods/closed-form';
import type { AdaptationData, AdaptationMethod, BaseModel } from './methods/method';
import { createPeers, fitPeers, type PeerModels } from './peers/fit-peers';
import { errorsAt } from './peers/judge-peers';
import type { MethodId, PersonalModel } from './personal-model';
import { originsOf, type StrideSet } from './strides/stride-set';
import type { Walk } from './walk';
import { DeepReader } from './windows/deep-reader';
import { completeRows, cutWindows, takeRows, type WindowSet } from './windows/window-set';

export interface AdaptJob {
  readonly base: BaseModel;
  readonly set: StrideSet;
  /** Generated base strides: walks with the base model's channels, on `replaySide`. */
  readonly replay: readonly Walk[];
  readonly methods?: readonly AdaptationMethod[];
  /** The base model's own ridge, where the classical forecasters are to be adapted beside. */
  readonly baseRidge?: RidgeWeights;
  readonly seed?: number;
}

type AdaptStage = 'reading' | 'training' | 'judging' | 'finishing';

interface AdaptProgress {
  readonly stage: AdaptStage;
  /** 0-1 of everything. */
  readonly share: number;
  readonly loss?: number;
}

export interface AdaptOptions {
  readonly onProgress?: (progress: AdaptProgress) => void;
  readonly signal?: AbortSignal;
}

/** What a method made, judged on the kept-back strides. */
export interface JudgedCandidate {
  readonly method: MethodId;
  readonly verdict: GateVerdict;
  /** Learned from all strides; its blend follows the verdict. */
  readonly personal: PersonalModel;
  /** The blend before the verdict: what always accepting would use. */
  readonly ungated: Float32Array;
  /** Loss by training step of the final training; empty where the method does not train. */
  readonly losses: readonly number[];
}

/** A classical forecaster that learned from the training strides, on the kept-back ones. */
interface JudgedPeer {
  readonly id: string;
  /** Mean absolute error, deg, at the verdict's rows in order. */
  readonly errors: readonly number[];
  /** Mean log change against the best candidate over the rows from 50 ms on: below 0 it is better than that. */
  readonly againstBest: number;
}

export interface AdaptResult {
  readonly decision: 'accept' | 'keep';
  readonly best: JudgedCandidate;
  readonly candidates: readonly JudgedCandidate[];
  readonly peers: readonly JudgedPeer[];
  /** Classical forecasters that learned from all strides, to be run live beside or instead; null where not asked for. */
  readonly peerModels: PeerModels | null;
  /** The peer that beats both base and candidate on the kept-back strides, clearly: null mostly. */
  readonly betterPeer: string | null;
}

/** Base windows are taken every so many ticks. */
const REPLAY_EVERY = 7;

/**
 * A few strides become a personal model, and a verdict on it: each method learns from the training strides and is judged on
 * those kept back; the best then learns from all of them. Rejects with the signal's reason when aborted, with RangeError where
 * the strides hold nothing to learn from. Deterministic.
 */
export async function adapt(job: AdaptJob, options: AdaptOptions = {}): Promise<AdaptResult> {
  const { base, set, methods = [closedForm] } = job;
  const report = reporter(options);
  await report('reading', 0);
  const windows = windowsOf(job);
  const data = await readData(job, windows, report);
  const parts = partRows(set, windows, base.card.steps);
  if (parts.training.length === 0 || parts.keptBack.length === 0)
    throw new RangeError('no windows to learn from');

  const candidates: JudgedCandidate[] = [];
  for (let m = 0; m < methods.length; m++) {
    const from = 0.2 + (0.8 * m) / methods.length;
    const span = 0.8 / methods.length;
    candidates.push(
      await judgeMethod(methods[m], data, set, parts, (stage, share, loss) =>
        report(stage, from + span * share, loss),
      ),
    );
  }
  const best = candidates.reduce((a, b) => (promise(b.verdict) < promise(a.verdict) ? b : a));
  const { peers, models } = await judgePeers(job, data, parts, best);
  await report('finishing', 1);
  const leading = peers.reduce<JudgedPeer | null>(
    (a, b) => (a === null || b.againstBest < a.againstBest ? b : a),
    null,
  );
  const betterPeer = leading !== null && leading.againstBest < CLEARLY ? leading.id : null;
  return {
    decision: best.verdict.decision,
    best,
    candidates,
    peers,
    peerModels: models,
    betterPeer,
  };
}

/** A peer that is better by less, on so few strides, is not told of. */
const CLEARLY = -0.15;
const TOLD_FROM_MS = 50;

async function judgePeers(
  job: AdaptJob,
  { windows }: AdaptationData,
  parts: Parts,
  best: JudgedCandidate,
): Promise<{ peers: JudgedPeer[]; models: PeerModels | null }> {
  const { base, set, replay, baseRidge } = job;
  if (baseRidge === undefined) return { peers: [], models: null };
  const { card } = base;
  const fit = (rows: readonly number[], strides: StrideSet['strides']): PeerModels =>
    fitPeers({
      card,
      side: set.side,
      walk: set.walk,
      strides,
      origins: rows.map((r) => windows.origins[r]),
      replay,
      baseRidge,
    });
  const early = createPeers(fit(parts.training, set.training), card, set.side);
  const origins = parts.keptBack.map((r) => windows.origins[r]);
  const errors = await errorsAt(set.walk, early, origins, set.end);
  const rows = best.verdict.rows;
  const peers = early.map((peer, i) => {
    const means = meanErrors(blockErrors(errors[i], origins, card.rate));
    const at = rows.map((r) => means[r.output * card.steps + Math.round((r.ms * card.rate) / 1000) - 1]);
    const told = rows
      .map((r, k) => ({ ms: r.ms, change: Math.log(at[k] / Math.min(r.before, r.use ? r.after : r.before)) }))
      .filter((r) => r.ms >= TOLD_FROM_MS && Number.isFinite(r.change));
    const againstBest = told.reduce((sum, r) => sum + r.change, 0) / Math.max(told.length, 1);
    return { id: peer.id, errors: at, againstBest };
  });
  for (const peer of early) peer.dispose();
  return { peers, models: fit(parts.all, set.strides) };
}

type Report = (stage: AdaptStage, share: number, loss?: number) => Promise<void>;

/** Lets messages in between, so that a cancel is heard at once. */
function reporter({ onProgress, signal }: AdaptOptions): Report {
  return async (stage, share, loss) => {
    onProgress?.({ stage, share, loss });
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
  };
}

function windowsOf({ base, set }: AdaptJob): WindowSet {
  return cutWindows(set.walk, base.card, set.side, originsOf(set.strides), set.end, set.usable);
}

async function readData(job: AdaptJob, windows: WindowSet, report: Report): Promise<AdaptationData> {
  const { base, seed = 1 } = job;
  const reader = await DeepReader.open(base.card.architecture, base.weights);
  const deep = reader.read(windows);
  await report('reading', 0.05);
  const replay = joinWindows(
    job.replay.map((walk) => {
      const origins: number[] = [];
      for (let t = base.card.windowTicks - 1; t + base.card.steps < walk.ticks; t += REPLAY_EVERY)
        origins.push(t);
      const cut = cutWindows(walk, base.card, 'r', origins);
      return takeRows(cut, completeRows(cut));
    }),
  );
  const replayDeep = reader.read(replay);
  reader.dispose();
  await report('reading', 0.12);
  const reference = new Float32Array(replayDeep.features.length + deep.features.length);
  reference.set(replayDeep.features);
  reference.set(deep.features, replayDeep.features.length);
  const whitening = fitWhitening(reference, reader.featureCount, COMPONENTS);
  return { base, windows, deep, replay, replayDeep, whitening, seed };
}

interface Parts {
  /** Rows whose targets are all known and lie before the purge. */
  readonly training: readonly number[];
  /** Rows that end in a kept-back stride. */
  readonly keptBack: readonly number[];
  /** Every row whose targets are all known. */
  readonly all: readonly number[];
}

function partRows(set: StrideSet, windows: WindowSet, steps: number): Parts {
  const all = completeRows(windows);
  const training = all.filter((r) => windows.origins[r] + steps < set.trainingEnd);
  const from = set.keptBack[0].start;
  const keptBack = Array.from({ length: windows.count }, (_, r) => r).filter(
    (r) => windows.origins[r] >= from,
  );
  return { training, keptBack, all };
}

async function judgeMethod(
  method: AdaptationMethod,
  data: AdaptationData,
  set: StrideSet,
  parts: Parts,
  report: Report,
): Promise<JudgedCandidate> {
  const { windows, base } = data;
  const { card } = base;
  const outputs = card.outputs.length;
  const trust = USUAL[method.id].trust;
  const usual = (strides: number) => usualBlend(trust, strides, card.steps, card.rate);
  const tell = (stage: AdaptStage, from: number, span: number) => (share: number, loss?: number) =>
    report(stage, from + span * share, loss);

  const early = await method.fit(data, parts.training, tell('training', 0, 0.4));
  await report('training', 0.4);
  const earlyBlend = await blendOf(method, data, set.training, parts.training, usual(set.training.length));
  const kept = early.predict(parts.keptBack);
  const keptBase = rowsOf(data.deep.output, parts.keptBack, outputs * card.steps);
  const candidate = keptBase.map((y, i) => y + earlyBlend[i % earlyBlend.length] * (kept[i] - y));
  await report('judging', 0.5);

  const verdict = judgeCandidate({
    base: errorsOf(windows, parts.keptBack, keptBase, card.rate),
    candidate: errorsOf(windows, parts.keptBack, candidate, card.rate),
    expected: expectationOf(method.id, usual(set.strides.length), outputs, card.rate),
    keptBack: set.keptBack.length,
    steps: card.steps,
    rate: card.rate,
  });

  const final = await method.fit(data, parts.all, tell('training', 0.55, 0.35));
  const ungated = await blendOf(method, data, set.strides, parts.all, usual(set.strides.length));
  await report('judging', 1);
  return {
    method: method.id,
    verdict,
    ungated,
    losses: final.losses,
    personal: {
      version: 1,
      method: method.id,
      ...final.parts,
      blend: ungated.map((b, i) => b * verdict.use[i]),
    },
  };
}

/** Each stride in turn is forecast by what the others, a horizon away, teach; what cannot be told so is as usual. */
async function blendOf(
  method: AdaptationMethod,
  data: AdaptationData,
  strides: StrideSet['strides'],
  rows: readonly number[],
  usual: Float64Array,
): Promise<Float32Array> {
  const { windows, base } = data;
  const { steps, outputs } = base.card;
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

/** Mean expected log change where it would be used: the lower the better. */
function promise({ rows }: GateVerdict): number {
  return rows.reduce((sum, r) => sum + Math.min(0, Math.log1p(r.expected)), 0);
}

function rowsOf(values: Float32Array, rows: readonly number[], width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((r, i) => {
    out.set(values.subarray(r * width, (r + 1) * width), i * width);
  });
  return out;
}

function joinWindows(sets: readonly WindowSet[]): WindowSet {
  const floats = (pick: (s: WindowSet) => Float32Array): Float32Array => {
    const out = new Float32Array(sets.reduce((n, s) => n + pick(s).length, 0));
    let at = 0;
    for (const s of sets) {
      out.set(pick(s), at);
      at += pick(s).length;
    }
    return out;
  };
  return {
    count: sets.reduce((n, s) => n + s.count, 0),
    origins: Int32Array.from(sets.flatMap((s) => Array.from(s.origins))),
    sequence: floats((s) => s.sequence),
    context: floats((s) => s.context),
    present: Float64Array.from(sets.flatMap((s) => Array.from(s.present))),
    scale: Float64Array.from(sets.flatMap((s) => Array.from(s.scale))),
    target: floats((s) => s.target),
  };
}
