import type { z } from '../../gait/schema';
import { RecordsError } from '../records-error';
import { bringUp, type Migrations } from '../versioned';

/** What one kind of stored record looks like: its present version, how older ones become it, and how it is checked. */
export interface RecordShape<T> {
  readonly version: number;
  readonly migrations: Migrations;
  readonly schema: z.ZodType<T>;
}

/** A stored record in the present version, checked and frozen. Throws RecordsError `damaged` or `newer_version`. */
export function readRecord<T extends object>(shape: RecordShape<T>, stored: unknown): T {
  const value = bringUp(stored, shape.version, shape.migrations);
  if (typeof value === 'string') throw new RecordsError(value);
  const parsed = shape.schema.safeParse(value);
  if (!parsed.success) throw new RecordsError('damaged', parsed.error.issues[0]?.path.join('.'));
  return deepFreeze(parsed.data);
}

/** Those of a list that can be read. A damaged record costs itself only. */
export function readAll<T extends object>(shape: RecordShape<T>, stored: readonly unknown[]): T[] {
  return stored.flatMap((value) => {
    try {
      return [readRecord(shape, value)];
    } catch {
      return [];
    }
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
