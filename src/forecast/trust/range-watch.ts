/** A joint that moves less than this within a whole window is not walking, deg. */
const STILL = 12;
/** The latest part of the past does not count as what is usual, s: a fault would make itself usual. */
const LATEST_S = 0.2;
/** So far beyond the range of the strides before, in ranges, a sound leg does not go; a range counts as at least this, deg. */
const BEYOND = 0.14;
const LEAST_RANGE = 20;

/** What a joint did within the last window, and whether it now leaves that. Allocates nothing after construction. */
export class RangeWatch {
  readonly #values: Float32Array;
  readonly #latest: number;
  #at = 0;
  #held = 0;
  #range = Number.NaN;
  #beyond = false;

  constructor(windowTicks: number, rate: number) {
    this.#latest = Math.round(LATEST_S * rate);
    this.#values = new Float32Array(windowTicks + this.#latest);
  }

  push(value: number): void {
    const { length } = this.#values;
    this.#values[this.#at] = value;
    this.#at = this.#at + 1 === length ? 0 : this.#at + 1;
    if (this.#held < length) this.#held++;
    const whole = this.#extent(length - this.#latest, 0);
    this.#range = whole.high - whole.low;
    if (this.#held < length) return;
    const before = this.#extent(length - this.#latest, this.#latest);
    const room = BEYOND * Math.max(LEAST_RANGE, before.high - before.low);
    this.#beyond = value > before.high + room || value < before.low - room;
  }

  /** Hardly moved, in a window that is full. */
  get still(): boolean {
    return this.#held >= this.#values.length - this.#latest && this.#range < STILL;
  }

  /** The newest value lies far outside of what the strides before did. */
  get beyond(): boolean {
    return this.#beyond;
  }

  readonly #found = { low: 0, high: 0 };

  /** Of `count` values that end `back` values ago. */
  #extent(count: number, back: number): { low: number; high: number } {
    const { length } = this.#values;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let k = 1; k <= Math.min(count, this.#held - back); k++) {
      const v = this.#values[(this.#at - back - k + 2 * length) % length];
      if (v < low) low = v;
      if (v > high) high = v;
    }
    this.#found.low = low;
    this.#found.high = high;
    return this.#found;
  }
}
