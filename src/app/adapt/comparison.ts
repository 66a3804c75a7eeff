import type { Comparison, ComparisonRow } from '../../engine/adapt-protocol';
import type { ChannelName } from '../../gait/channels';

/** The classical forecaster with the least error; null where none was fitted. */
export function bestPeer(row: ComparisonRow): { id: string; error: number } | null {
  const known = Object.entries(row.peers).filter(([, error]) => Number.isFinite(error));
  if (known.length === 0) return null;
  const [id, error] = known.reduce((a, b) => (b[1] < a[1] ? b : a));
  return { id, error };
}

export const jointsOf = ({ rows }: Comparison): ChannelName[] => [...new Set(rows.map((r) => r.joint))];

export const rowsOf = ({ rows }: Comparison, joint: ChannelName): ComparisonRow[] =>
  rows.filter((r) => r.joint === joint).sort((a, b) => a.ms - b.ms);

/**
 * The row that the verdict is told by: the horizon that the therapist looks at. Where the personal model is taken elsewhere only,
 * the horizon nearest to it (by ratio) at which it is.
 */
export function headline(rows: readonly ComparisonRow[], horizonMs: number): ComparisonRow | null {
  const distance = (r: ComparisonRow): number => Math.abs(Math.log(r.ms / horizonMs));
  const used = rows.filter((r) => r.use);
  const among = used.length > 0 ? used : rows;
  return among.reduce<ComparisonRow | null>((a, b) => (a && distance(a) <= distance(b) ? a : b), null);
}

/** Those of the joint at the horizon nearest (by ratio) to the one looked at. */
export function nearest<T extends { readonly joint: ChannelName; readonly ms: number }>(
  all: readonly T[],
  joint: ChannelName,
  horizonMs: number,
): T[] {
  const own = all.filter((e) => e.joint === joint);
  const away = ({ ms }: T): number => Math.abs(Math.log(ms / horizonMs));
  const least = Math.min(...own.map(away));
  return own.filter((e) => away(e) === least);
}

/** Horizons at which a classical forecaster has less error than base and personal model. */
export const winsOf = (rows: readonly ComparisonRow[], peer: string): number =>
  rows.filter((r) => r.peers[peer] < Math.min(r.before, r.after)).length;

/** Mean over what is known; NaN for nothing. */
export function meanKnown(values: ArrayLike<number>): number {
  let [sum, n] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    if (!Number.isFinite(values[i])) continue;
    sum += values[i];
    n += 1;
  }
  return sum / n;
}

/** Mean absolute difference where both are known, deg. */
export const meanError = (truth: ArrayLike<number>, forecast: ArrayLike<number>): number =>
  meanKnown(Array.from({ length: truth.length }, (_, i) => Math.abs(truth[i] - forecast[i])));

/** A chance as percent; certain it never is. */
export function chancePercent(chance: number): string {
  const percent = Math.round(100 * chance);
  if (!Number.isFinite(percent)) return '–';
  return percent > 99 ? '>99' : percent < 1 ? '<1' : String(percent);
}

/** A change as a share, signed and in whole percent: `−18`, `+4`, `0`. */
export function signedPercent(share: number): string {
  if (!Number.isFinite(share)) return '–';
  const percent = Math.round(100 * share);
  return percent > 0 ? `+${percent}` : percent < 0 ? `−${-percent}` : '0';
}
