import { ALL_BASELINES, createBaselines } from '../forecast/baselines';
import type { BaselinesFile } from '../forecast/baselines/baselines-file';
import type { Forecaster } from '../forecast/forecaster';
import type { GateVerdict } from './gate/gate';
import {
  type FinishedModel,
  finishMethod,
  type JudgedCandidate,
  judgeMethod,
  type KeptBackForecasts,
  type Parts,
  partRows,
} from './judge-method';
import { closedForm } from './methods/closed-form';
import type { BaseModel } from './base-model';
import type { AdaptationData, AdaptationMethod, MethodProgress } from './methods/method';
import { classicalCard } from './peers/classical-card';
import { fitPeers, type PeerModels } from './peers/fit-peers';
import { createPeers } from './peers/peer-choice';
import { clearlyBetter, type JudgedPeer, judgePeers } from './peers/judge-peers';
import type { PersonalModel } from './personal-model';
import type { StrideSet } from './strides/stride-set';
import type { Walk } from './walk';
import { readData, readReplay, type ReplayRows } from './windows/read-data';

export interface AdaptJob {
  readonly base: BaseModel;
  readonly set: StrideSet;
  /** Generated base strides: walks with the base model's channels, on the right side; or what was read of them before. */
  readonly replay: readonly Walk[] | ReplayRows;
  readonly methods?: readonly AdaptationMethod[];
  /** Beside the base model: where the classical forecasters are to be adapted and judged too. */
  readonly baselines?: BaselinesFile;
  /** Another forecaster to be judged on the same kept-back strides: the personal model that runs now. */
  readonly rival?: Forecaster;
  /** Learn from all strides by every method, or (live) only by the best, and only where the gate accepts it. Default: all. */
  readonly finish?: 'all' | 'accepted';
  readonly seed?: number;
}

export type AdaptStage = 'reading' | 'training' | 'judging' | 'finishing';

interface AdaptProgress {
  readonly stage: AdaptStage;
  /** 0-1 of the way to the verdict; in stage `finishing` of the way from there to the model. */
  readonly share: number;
  readonly loss?: number;
}

/** What the kept-back strides say, before anything learns from them. */
export interface Judged {
  readonly decision: 'accept' | 'keep';
  readonly best: JudgedCandidate;
  readonly forecasts: KeptBackForecasts;
  /** Classical forecasters that learned from the training strides; and those that did not. */
  readonly peers: readonly JudgedPeer[];
  readonly zeroShot: readonly JudgedPeer[];
  /** The peer that beats both base and candidate on the kept-back strides, clearly: null mostly. */
  readonly betterPeer: string | null;
  readonly rival: JudgedPeer | null;
}

export interface AdaptOptions {
  readonly onProgress?: (progress: AdaptProgress) => void;
  /** The verdict is known; the model that learns from all strides is still to come. */
  readonly onJudged?: (judged: Judged) => void;
  readonly signal?: AbortSignal;
}

export interface FinishedCandidate extends JudgedCandidate, FinishedModel {}

export interface AdaptResult extends Omit<Judged, 'forecasts'> {
  /** Where the base model is kept and only accepted models are finished, its personal model is the base model. */
  readonly best: FinishedCandidate;
  /** Those that were finished. */
  readonly candidates: readonly FinishedCandidate[];
  /** Classical forecasters that learned from all strides, to be run live beside or instead; null where not asked for. */
  readonly peerModels: PeerModels | null;
}

/** Work beside the methods', in their unit. */
const READING = 3;
const PEERS = 9;

/**
 * A few strides become a verdict and a personal model: each method learns from the training strides and is judged on
 * those kept back; the best then learns from all of them. Rejects with the signal's reason when aborted, with RangeError where
 * the strides hold nothing to learn from. Deterministic.
 */
export async function adapt(job: AdaptJob, options: AdaptOptions = {}): Promise<AdaptResult> {
  const { base, set, baselines, finish = 'all', seed = 1 } = job;
  // A base model alone is no candidate beside itself.
  const methods = (job.methods ?? [closedForm]).filter((m) => m.id !== 'memory' || base.memory);
  const effort = new Effort(options, READING + sum(methods) + (baselines ? PEERS : 0));
  await effort.report('reading', 0);
  const replay = isRead(job.replay) ? job.replay : await readReplay(base, job.replay);
  await effort.report('reading', 0.7 * READING);
  const data = await readData(base, set, replay, seed);
  const parts = partRows(set, data.windows, base.card.steps);
  if (parts.training.length === 0 || parts.keptBack.length === 0)
    throw new RangeError('no windows to learn from');
  effort.done(READING);

  const judged: Awaited<ReturnType<typeof judgeMethod>>[] = [];
  for (const method of methods) {
    judged.push(
      await judgeMethod(method, data, set, parts, effort.of('training', effortOf(method, methods))),
    );
    effort.done(effortOf(method, methods));
  }
  const { forecasts, ...best } = judged.reduce((a, b) => (promise(b.verdict) < promise(a.verdict) ? b : a));
  await effort.report('judging', 0);
  const verdict = {
    decision: best.verdict.decision,
    best,
    forecasts,
    ...(await judgeOthers(job, data, parts, best.verdict)),
  };
  effort.done(PEERS);
  await effort.report('judging', 0);
  options.onJudged?.(verdict);

  const accepted = best.verdict.decision === 'accept';
  const wanted = methods.filter((m) => finish === 'all' || (accepted && m.id === best.method));
  const rest = new Effort(options, sum(wanted) + (baselines ? PEERS : 0));
  const candidates: FinishedCandidate[] = [];
  for (const method of wanted) {
    const { forecasts: _, ...own } = judged[methods.indexOf(method)];
    const progress = rest.of('finishing', effortOf(method, wanted));
    const finished = await finishMethod(method, data, set, parts, own.verdict.use, progress);
    candidates.push({ ...own, ...finished });
    rest.done(effortOf(method, wanted));
  }
  const peerModels =
    baselines === undefined ? null : fitClassical(job, baselines, data, parts.all, set.strides);
  await rest.report('finishing', PEERS);
  const { forecasts: _, ...told } = verdict;
  const finished = candidates.find((c) => c.method === best.method) ?? { ...best, ...baseAlone(base, best) };
  return { ...told, best: finished, candidates, peerModels };
}

async function judgeOthers(
  job: AdaptJob,
  data: AdaptationData,
  parts: Parts,
  verdict: GateVerdict,
): Promise<Pick<Judged, 'peers' | 'zeroShot' | 'betterPeer' | 'rival'>> {
  const { base, set, baselines, rival } = job;
  const origins = parts.keptBack.map((r) => data.windows.origins[r]);
  const judge = (others: readonly Forecaster[]) => judgePeers(others, set, origins, verdict);
  const [running] = rival === undefined ? [null] : await judge([rival]);
  if (baselines === undefined) return { peers: [], zeroShot: [], betterPeer: null, rival: running };
  const early = fitClassical(job, baselines, data, parts.training, set.training);
  const adapted = createPeers(early, classicalCard(base.card), set.side);
  const untaught = createBaselines(base.card, baselines, set.side, ALL_BASELINES);
  const all = await judge([...adapted, ...untaught]);
  const peers = all.slice(0, adapted.length);
  return {
    peers,
    zeroShot: all.slice(adapted.length),
    betterPeer: clearlyBetter(peers),
    rival: running,
  };
}

function fitClassical(
  { base, set, replay }: AdaptJob,
  baselines: BaselinesFile,
  { windows }: AdaptationData,
  rows: readonly number[],
  strides: StrideSet['strides'],
): PeerModels {
  return fitPeers({
    card: classicalCard(base.card),
    side: set.side,
    walk: set.walk,
    strides,
    origins: rows.map((r) => windows.origins[r]),
    replay: isRead(replay) ? replay.walks : replay,
    baseRidge: baselines.ridge,
    baseRandomFeatures: baselines.randomFeatures,
  });
}

/** The base model in the form of a personal one. */
function baseAlone({ card }: BaseModel, { method }: JudgedCandidate): FinishedModel {
  const none = new Float32Array(card.outputs.length * card.steps);
  const nothing = {
    memory: false,
    tuned: null,
    tunedShare: 0,
    correction: null,
    correctionShare: 0,
  } as const;
  const personal: PersonalModel = { version: 2, method, ...nothing, blend: none, use: none };
  return { personal };
}

/** Mean expected log change where it would be used: the lower the better. */
function promise({ rows }: GateVerdict): number {
  return rows.reduce((total, r) => total + Math.min(0, Math.log1p(r.expected)), 0);
}

const isRead = (replay: readonly Walk[] | ReplayRows): replay is ReplayRows => !Array.isArray(replay);
const sum = (methods: readonly AdaptationMethod[]): number =>
  methods.reduce((n, m) => n + effortOf(m, methods), 0);
const effortOf = (method: AdaptationMethod, all: readonly AdaptationMethod[]): number =>
  all.length > 1 ? (method.shared ?? method.effort) : method.effort;

/** Tells how far the work is, and lets messages in between, so that a cancel is heard at once. */
class Effort {
  readonly #options: AdaptOptions;
  readonly #all: number;
  #behind = 0;

  constructor(options: AdaptOptions, all: number) {
    this.#options = options;
    this.#all = all;
  }

  done(effort: number): void {
    this.#behind += effort;
  }

  of(stage: AdaptStage, effort: number): MethodProgress {
    return (share, loss) => this.report(stage, share * effort, loss);
  }

  async report(stage: AdaptStage, under: number, loss?: number): Promise<void> {
    const share = Math.min(1, (this.#behind + under) / this.#all);
    this.#options.onProgress?.({ stage, share, loss });
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#options.signal?.throwIfAborted();
  }
}
