/** No screen shows more. */
const EVERY_MS = 1000 / 60;
/** A little early is on time: chunks do not come on the millisecond. */
const SLACK_MS = 1;

/** Lets at most sixty a second through. */
export class FrameGate {
  #nextMs = Number.NEGATIVE_INFINITY;

  opens(nowMs: number): boolean {
    if (nowMs < this.#nextMs - SLACK_MS) return false;
    // Steady where it can be; after a pause it begins anew.
    this.#nextMs = Math.max(this.#nextMs, nowMs - EVERY_MS) + EVERY_MS;
    return true;
  }
}
