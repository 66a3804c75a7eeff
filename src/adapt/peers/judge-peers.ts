import type { Forecaster } from '../../forecast/forecaster';
import { blockErrors, meanErrors } from '../gate/errors';
import type { GateVerdict } from '../gate/gate';
import type { StrideSet } from '../strides/stride-set';
import { errorsAt } from './errors-at';

/** Another forecaster on the kept-back strides. */
export interface JudgedPeer {
  readonly id: string;
  /** Mean absolute error, deg, at the verdict's rows in order. */
  readonly errors: readonly number[];
  /** Mean log change against the better of base and candidate over the rows from 50 ms on: below 0 it is better than those. */
  readonly againstBest: number;
}

/** Shorter horizons matter little, and are told well by all. */
const TOLD_FROM_MS = 50;
/** A peer that is better by less, on so few strides, is not told of. */
const CLEARLY = -0.15;

/** @param origins ticks in the kept-back strides that the verdict was made on. */
export async function judgePeers(
  peers: readonly Forecaster[],
  set: StrideSet,
  origins: readonly number[],
  { rows }: GateVerdict,
): Promise<JudgedPeer[]> {
  const { rate } = set.walk;
  const errors = await errorsAt(set.walk, peers, origins, set.end);
  return peers.map((peer, i) => {
    const means = meanErrors(blockErrors(errors[i], origins, rate));
    const at = rows.map((r) => means[r.output * peer.steps + Math.round((r.ms * rate) / 1000) - 1]);
    const told = rows
      .map((r, k) => ({ ms: r.ms, change: Math.log(at[k] / Math.min(r.before, r.use ? r.after : r.before)) }))
      .filter((r) => r.ms >= TOLD_FROM_MS && Number.isFinite(r.change));
    const againstBest = told.reduce((sum, r) => sum + r.change, 0) / Math.max(told.length, 1);
    return { id: peer.id, errors: at, againstBest };
  });
}

/** The peer that beats base and candidate clearly; null mostly. */
export function clearlyBetter(peers: readonly JudgedPeer[]): string | null {
  const leading = peers.reduce<JudgedPeer | null>(
    (a, b) => (a === null || b.againstBest < a.againstBest ? b : a),
    null,
  );
  return leading !== null && leading.againstBest < CLEARLY ? leading.id : null;
}
