/** A tick this far from its arrival belongs to another stretch: the device was away, or has started again. */
const FAR_MS = 1000;

/**
 * When a tick was, on our clock: evenly spaced, as the device measured it, however the bytes arrived. Anchored at an
 * arrival, and anew after a hole.
 */
export class TickClock {
  readonly #tickMs: number;
  #anchorMs: number | null = null;

  constructor(rate: number) {
    this.#tickMs = 1000 / rate;
  }

  /** ms since the epoch. */
  timeOf(tick: number, arrivalMs: number): number {
    const passed = tick * this.#tickMs;
    if (this.#anchorMs === null || Math.abs(arrivalMs - this.#anchorMs - passed) > FAR_MS)
      this.#anchorMs = arrivalMs - passed;
    return this.#anchorMs + passed;
  }
}
