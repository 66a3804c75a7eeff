/**
 * The one contract for every command that makes figures: with `--json` it prints exactly one JSON object on stdout;
 * all else goes to stderr.
 */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** null: a figure without a goal. */
  goal: number | null;
  /** null where there is no goal. */
  met: boolean | null;
}

/** `better`: whether the value should be at most (`below`) or at least (`above`) the goal. */
export function figure(
  name: string,
  value: number,
  unit: string,
  goal: number | null = null,
  better: 'below' | 'above' = 'below',
): Figure {
  const met = goal === null ? null : better === 'below' ? value <= goal : value >= goal;
  return { name, value, unit, goal, met };
}

/** Prints the figures as a table on stdout, or with `json` as the one object of the contract. */
export function printFigures(
  figures: readonly Figure[],
  details: Record<string, unknown>,
  json: boolean,
): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ figures, ...details })}\n`);
    return;
  }
  const width = Math.max(4, ...figures.map((f) => f.name.length));
  for (const f of figures) {
    const goal = f.goal === null ? '' : `goal ${f.goal} ${f.unit}  ${f.met ? 'met' : 'NOT met'}`;
    process.stdout.write(
      `${f.name.padEnd(width)}  ${format(f.value).padStart(12)} ${f.unit.padEnd(8)} ${goal}\n`,
    );
  }
}

function format(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(5);
}

/** Progress and notes for a person: stderr, so that stdout stays one JSON object. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
