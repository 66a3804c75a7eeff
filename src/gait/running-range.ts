import type { Degrees } from './units';

/** The range seen so far, never below 20 deg, so that a live NMAE means something from the first second on. */
export class RunningRange {
  static readonly least: Degrees = 20;
  private low = Infinity;
  private high = -Infinity;

  push(x: Degrees): void {
    if (!Number.isFinite(x)) return;
    if (x < this.low) this.low = x;
    if (x > this.high) this.high = x;
  }

  get degrees(): Degrees {
    return Math.max(RunningRange.least, this.high - this.low);
  }

  clear(): void {
    this.low = Infinity;
    this.high = -Infinity;
  }
}
