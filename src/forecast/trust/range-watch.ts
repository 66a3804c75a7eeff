/** A joint that moves less than this within a whole window is not walking, deg. */
const STILL = 12;

/** The range of the last window. */
export class RangeWatch {
  readonly #values: Float32Array;
  #at = 0;
  #held = 0;

  constructor(windowTicks: number) {
    this.#values = new Float32Array(windowTicks);
  }

  push(value: number): void {
    this.#values[this.#at] = value;
    this.#at = this.#at + 1 === this.#values.length ? 0 : this.#at + 1;
    if (this.#held < this.#values.length) this.#held++;
  }

  /** Hardly moved, in a window that is full. */
  get still(): boolean {
    if (this.#held < this.#values.length) return false;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.#values.length; i++) {
      const v = this.#values[i];
      if (v < min) min = v;
      if (v > max) max = v;
    }
    return max - min < STILL;
  }
}
