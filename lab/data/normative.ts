import { readFileSync } from 'node:fs';

/** One published curve: mean and SD over the gait cycle, heel strike to heel strike, degrees. */
export interface NormCurve {
  readonly percent: readonly number[];
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}

/** A curve of normative_sagittal_tidy.csv, e.g. ('winter1987', 'natural_cadence', 'knee'). Throws Error if not there. */
export function readNorm(
  path: string,
  source: string,
  condition: string,
  joint: string,
  population = 'adult',
): NormCurve {
  return normFrom(readFileSync(path, 'utf8'), source, condition, joint, population);
}

export function normFrom(
  csv: string,
  source: string,
  condition: string,
  joint: string,
  population: string,
): NormCurve {
  const rows = csv
    .split(/\r?\n/)
    .map((l) => l.split(','))
    .filter((c) => c[0] === source && c[1] === population && c[2] === condition && c[3] === joint);
  if (rows.length === 0) throw new Error(`no norm curve ${source} ${population} ${condition} ${joint}`);
  const column = (i: number): number[] => rows.map((r) => Number(r[i]));
  return { percent: column(4), mean: column(5), sd: column(6) };
}
