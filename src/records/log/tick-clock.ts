/** A tick behind a hole that is this far from its arrival belongs to another stretch: the device was away, or started again. */
const FAR_MS = 1000;
/** Of a tick, what the clock gives way in each of them: more than any device's clock is wrong. */
const SLEW = 0.05;
/** Ticks whose time is remembered: more than any batch has. */
const REMEMBERED = 8192;

/**
 * When a tick was, on our clock: evenly spaced, as the device measured it, however the bytes arrived. Anchored at an
 * arrival, and anew after a hole. A device whose clock runs fast or slow is followed slowly. Time never goes back.
 */
export class TickClock {
  readonly #tickMs: number;
  #anchorMs: number | null = null;
  readonly #ticks = new Int32Array(REMEMBERED).fill(-1);
  readonly #times = new Float64Array(REMEMBERED);
  #lastTick = 0;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(rate: number) {
    this.#tickMs = 1000 / rate;
  }

  /** Of the next tick, ms since the epoch: later than that of every tick before. */
  timeOf(tick: number, arrivalMs: number): number {
    const passed = tick * this.#tickMs;
    const lateMs = this.#anchorMs === null ? Number.NaN : arrivalMs - this.#anchorMs - passed;
    const isNext = tick === this.#lastTick + 1;
    let anchor = this.#anchorMs;
    if (anchor === null || (!isNext && Math.abs(lateMs) > FAR_MS)) anchor = arrivalMs - passed;
    // Nothing is measured after it arrived; and what is late for long had no such delay, but a slow clock.
    else if (lateMs < 0) anchor += Math.max(lateMs, -SLEW * this.#tickMs);
    else if (lateMs > FAR_MS) anchor += SLEW * this.#tickMs;
    if (anchor + passed <= this.#lastMs) anchor = this.#lastMs + this.#tickMs * (1 - SLEW) - passed;
    this.#anchorMs = anchor;
    this.#lastTick = tick;
    this.#lastMs = anchor + passed;
    this.#ticks[tick % REMEMBERED] = tick;
    this.#times[tick % REMEMBERED] = this.#lastMs;
    return this.#lastMs;
  }

  /** Of a tick that has been, as it was given; when it arrived, where that is long ago. */
  timeAt(tick: number, arrivalMs: number): number {
    return this.#ticks[tick % REMEMBERED] === tick ? this.#times[tick % REMEMBERED] : arrivalMs;
  }
}
