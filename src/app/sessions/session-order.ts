import type { SessionRow } from '../../records/shapes/session';
import { listScore } from './list-score';

export const SORT_KEYS = ['date', 'patient', 'device', 'duration', 'strides', 'score'] as const;
type SortKey = (typeof SORT_KEYS)[number];

export interface SessionOrder {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Rows in this order; those without the value come last either way, those with the same one newest first. */
export function inOrder(
  rows: readonly SessionRow[],
  { key, descending }: SessionOrder,
  codeOf: (patientId: string | null) => string,
): SessionRow[] {
  const values = new Map(rows.map((row) => [row, valueOf(row, key, codeOf)]));
  const turn = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [values.get(a) ?? null, values.get(b) ?? null];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || newestFirst(a, b);
    return turn * compare(x, y) || newestFirst(a, b);
  });
}

const newestFirst = (a: SessionRow, b: SessionRow): number => b.startedAt.localeCompare(a.startedAt);

const compare = (x: string | number, y: string | number): number =>
  typeof x === 'number' && typeof y === 'number'
    ? x - y
    : String(x).localeCompare(String(y), undefined, { numeric: true });

function valueOf(
  row: SessionRow,
  key: SortKey,
  codeOf: (patientId: string | null) => string,
): string | number | null {
  switch (key) {
    case 'date':
      return row.startedAt;
    case 'patient':
      return codeOf(row.patientId) || null;
    case 'device':
      return row.device || null;
    case 'duration':
      return row.durationS;
    case 'strides':
      return row.strides;
    case 'score':
      return listScore(row)?.mae ?? null;
  }
}
