import type { SessionRow } from '../../records/shapes/session';
import { BASELINES } from '../live/score-data';

const KEY = /^mae_100ms\.([^.]+)\.([^.]+)$/;

/** Mean absolute error of the forecast 100 ms ahead, deg, beside the best of the baselines on the same ticks. */
export interface ListScore {
  readonly joint: string;
  readonly mae: number;
  /** null where none ran. */
  readonly baseline: { readonly id: (typeof BASELINES)[number]; readonly mae: number } | null;
}

/** The score that stands for a session in the list: of the affected knee, else of the first joint that was forecast. Null without. */
export function listScore({
  summary,
  affectedSide,
  modelIds,
}: Pick<SessionRow, 'summary' | 'affectedSide' | 'modelIds'>): ListScore | null {
  const found = Object.entries(summary).flatMap(([key, mae]) => {
    const [, joint, forecaster] = KEY.exec(key) ?? [];
    return joint !== undefined && mae !== null ? [{ joint, forecaster, mae }] : [];
  });
  // What was on screen; sessions recorded before that was kept have the personal model, or the one that it was made over.
  const shown = ['shown', 'personal', ...[...modelIds].reverse()];
  const order = (joint: string): number => (joint === `knee_angle_${affectedSide}` ? 0 : 1);
  const best = found
    .filter((f) => shown.includes(f.forecaster))
    .sort(
      (a, b) => order(a.joint) - order(b.joint) || shown.indexOf(a.forecaster) - shown.indexOf(b.forecaster),
    )[0];
  if (best === undefined) return null;
  const { joint, mae } = best;
  const beside = BASELINES.flatMap((id) => {
    const of = found.find((f) => f.joint === joint && f.forecaster === id);
    return of ? [{ id, mae: of.mae }] : [];
  }).sort((a, b) => a.mae - b.mae);
  return { joint, mae, baseline: beside[0] ?? null };
}
