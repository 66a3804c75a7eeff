import type { CaseReport } from './campaign';
import type { FaultKind } from './plan';

export interface FaultRow {
  readonly fault: FaultKind | 'none';
  readonly cases: number;
  readonly violations: number;
}

/** Cases by what was done in them (most had several things done), and those in which a rule was broken. */
export function byFault(reports: readonly CaseReport[]): FaultRow[] {
  const rows = new Map<FaultRow['fault'], { cases: number; violations: number }>();
  for (const { kinds, violations } of reports)
    for (const fault of kinds.size === 0 ? (['none'] as const) : kinds) {
      const row = rows.get(fault) ?? { cases: 0, violations: 0 };
      row.cases++;
      if (violations.length > 0) row.violations++;
      rows.set(fault, row);
    }
  return [...rows].map(([fault, row]) => ({ fault, ...row })).sort((a, b) => b.cases - a.cases);
}
