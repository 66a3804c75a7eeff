import type { PersonalModelRecord } from '../../records/shapes/personal-model';
import { numberOf } from '../link/personal-number';

/** Where a model came from: the base model, a model with this number, or one that is gone. */
export type Parent = { kind: 'base' } | { kind: 'personal'; n: number } | { kind: 'gone' };

export function parentOf(record: PersonalModelRecord, all: readonly PersonalModelRecord[]): Parent {
  if (record.parentId === null) return { kind: 'base' };
  const parent = all.find((m) => m.id === record.parentId);
  return parent ? { kind: 'personal', n: numberOf(parent, all) } : { kind: 'gone' };
}

interface ScorePair {
  readonly joint: string;
  readonly ms: number;
  readonly before: number;
  readonly after: number;
}

/** Before and after at one horizon, first joint; null where that horizon was not judged. */
export function scoreAt({ rows }: PersonalModelRecord, ms: number): ScorePair | null {
  return rows.find((r) => r.ms === ms) ?? null;
}

interface ComparedRow {
  readonly joint: string;
  readonly ms: number;
  /** One for each model, in their order; null where it was not judged there. */
  readonly scores: readonly (ScorePair | null)[];
}

/** Joints and horizons of any of the models, side by side. */
export function compared(models: readonly PersonalModelRecord[]): ComparedRow[] {
  const keys = new Map<string, { joint: string; ms: number }>();
  for (const { rows } of models) for (const { joint, ms } of rows) keys.set(`${joint} ${ms}`, { joint, ms });
  return [...keys.values()]
    .sort((a, b) => a.joint.localeCompare(b.joint) || a.ms - b.ms)
    .map(({ joint, ms }) => ({
      joint,
      ms,
      scores: models.map((m) => m.rows.find((r) => r.joint === joint && r.ms === ms) ?? null),
    }));
}
