import { SHOWN_HORIZONS_MS } from '../../forecast/forecaster';
import { type BlockErrors, logChange, meanErrors } from './errors';

/** What is known of an adaptation before any kept-back stride is looked at: log change of error by output step. */
export interface Expectation {
  readonly mean: Float64Array;
  /** Spread of the true change from person to person, by output step. */
  readonly spread: Float64Array;
}

export interface GateRequest {
  readonly base: BlockErrors;
  readonly candidate: BlockErrors;
  readonly expected: Expectation;
  readonly keptBack: number;
  readonly steps: number;
  readonly rate: number;
}

/** One output and shown horizon. Errors in deg on the kept-back strides; changes as shares, -0.2 is 20 % less error. */
interface GateRow {
  readonly output: number;
  readonly ms: number;
  readonly before: number;
  readonly after: number;
  /** Seen on the kept-back strides. */
  readonly seen: number;
  /** To be expected later, from what was seen and what is usual, with 90 % interval. */
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** Chance (0-1) that the personal model is the better one. */
  readonly better: number;
  readonly use: boolean;
}

export interface GateVerdict {
  readonly decision: 'accept' | 'keep';
  readonly rows: readonly GateRow[];
  /** [outputs * steps] 1 where the personal model is to be used, 0 where the base. All 0 for `keep`. */
  readonly use: Uint8Array;
}

/** How differently (log) the same adaptation does from one stride to the next: measured, docs/adaptation.md. */
const STRIDE_SPREAD = 0.15;
/** Blocks that differ wildly would make any evidence count for nothing; log. */
const MOST_ERROR = 0.3;
/** Harm of this size (log) on the kept-back strides is twice what a stride's luck makes: there the base model stays, whatever is usual. */
const HARM = 0.3;
/** A step is used from this chance on. */
const USE_FROM = 0.55;
/** A model that is hardly better is not worth a change: mean expected log change over the shown horizons that are used. */
const WORTH = -0.01;

/**
 * Decides on kept-back strides, step by step, between the base model and a personal one. One or two strides say little, so what they show is weighed
 * with what such an adaptation usually does (normal prior, normal likelihood); an adaptation that does harm shows it by far more than the usual spread.
 */
export function judgeCandidate(request: GateRequest): GateVerdict {
  const { base, candidate, expected, keptBack, steps, rate } = request;
  const { width } = base;
  const posterior = Array.from({ length: width }, (_, i) => {
    const { change, error } = logChange(base, candidate, i);
    const seen = Number.isFinite(error);
    const noise = Math.min(error, MOST_ERROR) ** 2 + STRIDE_SPREAD ** 2 / Math.max(keptBack, 1);
    const prior = expected.spread[i] ** 2;
    const weight = seen ? prior / (prior + noise) : 0;
    const mean = expected.mean[i] + weight * (change - expected.mean[i]);
    const sd = Math.sqrt(prior * (1 - weight));
    const better = change > HARM ? 0 : normalBelow(-mean / sd);
    return { change, mean: change > HARM ? Math.max(mean, change) : mean, sd, better };
  });
  const use = Uint8Array.from(posterior, (p) => (p.better >= USE_FROM ? 1 : 0));
  const before = meanErrors(base);
  const after = meanErrors(candidate);
  const outputs = width / steps;
  const rows: GateRow[] = [];
  for (let output = 0; output < outputs; output++)
    for (const ms of SHOWN_HORIZONS_MS) {
      const step = Math.round((ms * rate) / 1000);
      if (step < 1 || step > steps) continue;
      const i = output * steps + step - 1;
      const { change, mean, sd, better } = posterior[i];
      rows.push({
        output,
        ms,
        before: before[i],
        after: after[i],
        seen: Math.expm1(change),
        expected: Math.expm1(mean),
        low: Math.expm1(mean - 1.645 * sd),
        high: Math.expm1(mean + 1.645 * sd),
        better,
        use: use[i] === 1,
      });
    }
  const used = rows.filter((r) => r.use);
  const gain = used.reduce((sum, r) => sum + Math.log1p(r.expected), 0) / Math.max(rows.length, 1);
  // Harm at half of the horizons: what was learned is not how this person moves now.
  const harmed = rows.filter((r) => Math.log1p(r.seen) > HARM).length;
  const accept = used.length > 0 && gain < WORTH && 2 * harmed < rows.length;
  if (!accept) use.fill(0);
  return {
    decision: accept ? 'accept' : 'keep',
    rows: accept ? rows : rows.map((r) => ({ ...r, use: false })),
    use,
  };
}

/** Standard normal distribution function, Abramowitz and Stegun 7.1.26 (error below 1e-7). */
function normalBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const erf = 1 - poly * Math.exp(-x * x);
  return z >= 0 ? 0.5 * (1 + erf) : 0.5 * (1 - erf);
}
