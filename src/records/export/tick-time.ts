import { TICK_RATE } from '../log/tick-rate';

/** A hole in which the log's clock went on by so much more than the ticks: the device was away, or started again. */
const HOLE_S = 1;

/**
 * When a tick was taken, s since the first one: by the device's own clock, which is what ticks count, so that they stand evenly
 * spaced. Between stretches whose ticks do not follow each other (another calibration, a device that was away) the log's time
 * tells how long it took. Rises with every call.
 */
export class TickTime {
  #firstMs: number | null = null;
  #anchorTick = 0;
  #anchorS = 0;
  #lastTick = 0;
  #lastS = Number.NEGATIVE_INFINITY;

  /** `atMs`: of the tick in the log. */
  secondsOf(tick: number, atMs: number): number {
    if (this.#firstMs === null) {
      this.#firstMs = atMs;
      this.#anchorTick = tick;
    }
    const loggedS = (atMs - this.#firstMs) / 1000;
    const countedS = this.#anchorS + (tick - this.#anchorTick) / TICK_RATE;
    const isNext = tick === this.#lastTick + 1;
    const anew = countedS <= this.#lastS || (!isNext && loggedS - countedS > HOLE_S);
    if (anew) {
      this.#anchorTick = tick;
      this.#anchorS = Math.max(loggedS, this.#lastS + 1 / TICK_RATE);
    }
    this.#lastTick = tick;
    return (this.#lastS = anew ? this.#anchorS : countedS);
  }
}
