/** A correction of the phase is spread over about this many ticks. */
const SPREAD_TICKS = 12;
/** Once round in this many ticks or fewer is no walking. */
const FASTEST = 1 / 40;

/**
 * Makes a steady course of the detector's phase, which jumps when a foot lands sooner or later than it was expected: never back, and
 * never standing still for a correction. Causal, one tick at a time.
 */
export class PhaseFollower {
  private phase: number | null = null;
  private before: number | null = null;
  private pace = 0;

  /** `target`: 0 to below 1, or null when not walking. Gives the same. */
  step(target: number | null): number | null {
    const { before } = this;
    this.before = target;
    if (target === null || this.phase === null || before === null) {
      this.pace = 0;
      this.phase = target;
      return target;
    }
    const moved = target - before;
    if (moved >= 0 && moved <= FASTEST) this.pace = moved;
    const error = nearest(target - this.phase);
    const advance = Math.min(FASTEST, Math.max(0, this.pace + error / SPREAD_TICKS));
    this.phase = (this.phase + advance) % 1;
    return this.phase;
  }
}

/** The same turn, between half a turn back and half a turn ahead. */
const nearest = (turn: number): number => turn - Math.round(turn);
