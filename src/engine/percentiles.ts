/** The last `capacity` values, with percentiles on demand. For latencies: a ring, sorted only when asked. */
export class RecentPercentiles {
  readonly #ring: Float64Array;
  readonly #sorted: Float64Array;
  #count = 0;

  constructor(capacity: number) {
    this.#ring = new Float64Array(capacity);
    this.#sorted = new Float64Array(capacity);
  }

  add(value: number): void {
    this.#ring[this.#count % this.#ring.length] = value;
    this.#count++;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Value below which the share `p` (0-1) of the held values lies; null while empty. */
  at(p: number): number | null {
    const n = Math.min(this.#count, this.#ring.length);
    if (n === 0) return null;
    const sorted = this.#sorted.subarray(0, n);
    sorted.set(this.#ring.subarray(0, n));
    sorted.sort();
    return sorted[Math.min(n - 1, Math.floor(p * n))];
  }
}
