import type { Overview } from './review';

/** Smallest and largest values in equal parts of a session, as its ticks come. */
export class OverviewParts {
  readonly #partS: number;
  readonly #low: Float32Array[];
  readonly #high: Float32Array[];

  constructor(joints: number, partS: number, parts: number) {
    this.#partS = partS;
    const rows = (): Float32Array[] =>
      Array.from({ length: joints }, () => new Float32Array(parts).fill(Number.NaN));
    this.#low = rows();
    this.#high = rows();
  }

  push(joint: number, value: number, atS: number): void {
    if (!Number.isFinite(value)) return;
    const low = this.#low[joint];
    const high = this.#high[joint];
    const part = Math.min(low.length - 1, Math.max(0, Math.floor(atS / this.#partS)));
    if (!(low[part] <= value)) low[part] = value;
    if (!(high[part] >= value)) high[part] = value;
  }

  result(): Overview {
    return { partS: this.#partS, low: this.#low, high: this.#high };
  }
}
