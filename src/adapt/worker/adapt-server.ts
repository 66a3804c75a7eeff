import { wasmSimd } from '../../forecast/runtime/wasm/wasm-executor';
import { adapt, type Judged } from '../adapt';
import { compare } from '../comparison';
import { quietJob, wholeJob } from '../job';
import type { AdaptationMethod } from '../methods/method';
import { PersonalForecaster } from '../personal-forecaster';
import { type ReplayRows, readReplay } from '../windows/read-data';
import type { AdaptReport, AdaptRequest, Verdict } from './protocol';

/** A model made by itself takes the place of the running one only if it errs less by this much (log). */
const QUIET_GAIN = 0.01;

/** Does what an adaptation worker is asked for, one request after the other; what it read of base strides is kept. */
export class AdaptServer {
  readonly #post: (report: AdaptReport) => void;
  readonly #tuning: AdaptationMethod | undefined;
  #replay: { readonly key: string; readonly rows: ReplayRows } | null = null;

  /** `tuning`: another way of gradient training than the usual. */
  constructor(post: (report: AdaptReport) => void, tuning?: AdaptationMethod) {
    this.#post = post;
    this.#tuning = tuning;
  }

  async serve(request: AdaptRequest): Promise<void> {
    try {
      await this.#adapt(request);
    } catch (error) {
      this.#post({ type: 'failed', detail: error instanceof Error ? error.message : String(error) });
    }
  }

  async #adapt(request: AdaptRequest): Promise<void> {
    const { base, set, baselines, quiet, running } = request;
    this.#post({ type: 'progress', stage: 'reading', share: 0 });
    const parts = { base, set, replay: await this.#replayOf(request) };
    const rival =
      quiet && running !== null ? await PersonalForecaster.create(base, running, set.side, wasmSimd) : null;
    try {
      const job = quiet ? quietJob(parts, rival) : wholeJob(parts, baselines, this.#tuning);
      const { best, peerModels } = await adapt(job, {
        onProgress: (progress) => this.#post({ type: 'progress', ...progress }),
        onJudged: (judged) => this.#post({ type: 'judged', verdict: verdictOf(judged, request) }),
      });
      this.#post({ type: 'made', personal: best.personal, peers: peerModels });
    } finally {
      rival?.dispose();
    }
  }

  async #replayOf({ base, baseKey, replay }: AdaptRequest): Promise<ReplayRows> {
    if (this.#replay?.key !== baseKey) {
      // A worker at work is never silent for long.
      const tell = (): void => this.#post({ type: 'progress', stage: 'reading', share: 0 });
      this.#replay = { key: baseKey, rows: await readReplay(base, replay, tell) };
    }
    return this.#replay.rows;
  }
}

function verdictOf(judged: Judged, { base, set, strideIds }: AdaptRequest): Verdict {
  const ids = new Map(strideIds);
  const { best, rival } = judged;
  const outdone = rival !== null && rival.againstBest < QUIET_GAIN;
  return {
    ...compare(judged, set, base.card, (start) => ids.get(start) ?? -1),
    decision: outdone ? 'keep' : judged.decision,
    method: best.method,
    losses: best.losses,
    betterPeer: judged.betterPeer,
  };
}
