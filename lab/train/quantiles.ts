/** Residuals of one person that are kept for each step, spread over his recording, so that everyone counts the same. */
const KEPT = 250;

/** Collects |error| / s of people by weights that never saw them, and gives the quantile at each step. */
export class ResidualQuantiles {
  readonly #steps: number;
  readonly #people = new Map<string, number[][]>();

  constructor(steps: number) {
    this.#steps = steps;
  }

  /** How many have a residual. */
  get people(): number {
    return this.#people.size;
  }

  add(person: string, step: number, residual: number): void {
    if (!Number.isFinite(residual)) return;
    let rows = this.#people.get(person);
    if (!rows) this.#people.set(person, (rows = Array.from({ length: this.#steps }, () => [])));
    rows[step - 1].push(residual);
  }

  /** [steps], three significant digits, of everyone but `without`. Throws when a step has no residual. */
  at(share: number, without: readonly string[] = []): number[] {
    const people = [...this.#people].filter(([id]) => !without.includes(id));
    return Array.from({ length: this.#steps }, (_, i) => {
      const pooled = people.flatMap(([, rows]) => spread(rows[i])).sort((a, b) => a - b);
      if (pooled.length === 0) throw new RangeError(`no residual at step ${i + 1}`);
      return Number(pooled[Math.min(pooled.length - 1, Math.floor(share * pooled.length))].toPrecision(3));
    });
  }
}

function spread(values: readonly number[]): number[] {
  if (values.length <= KEPT) return [...values];
  return Array.from({ length: KEPT }, (_, i) => values[Math.floor((i * values.length) / KEPT)]);
}
