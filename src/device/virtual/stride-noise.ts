import type { Rng } from '../../gait/rng';
import { smoothStep } from './curves';

/** Half the width of the seam between two strides, in phase. */
const SEAM = 0.1;

/**
 * What differs from stride to stride: standard normal scores, AR(1) over strides, constant within a stride and smooth
 * over the seam between two.
 */
export class StrideNoise {
  /** Scores now. */
  readonly now: Float64Array;
  private readonly rho: number;
  private readonly rng: Rng;
  private last: Float64Array;
  private current: Float64Array;
  private next: Float64Array;
  private settled = false;

  constructor(count: number, rho: number, rng: Rng) {
    this.rho = rho;
    this.rng = rng;
    this.last = Float64Array.from({ length: count }, () => rng.normal());
    this.current = this.follow(this.last);
    this.next = this.follow(this.current);
    this.now = new Float64Array(count);
  }

  /** A stride is over: call when the phase passes 1. */
  advance(): void {
    this.last = this.current;
    this.current = this.next;
    this.next = this.follow(this.current);
    this.settled = false;
  }

  /** Sets `now` for a phase in [0, 1); true if it changed. */
  update(phase: number): boolean {
    if (phase < SEAM) this.blend(this.last, this.current, (phase + SEAM) / (2 * SEAM));
    else if (phase > 1 - SEAM) this.blend(this.current, this.next, (phase - 1 + SEAM) / (2 * SEAM));
    else if (this.settled) return false;
    else this.now.set(this.current);
    this.settled = phase >= SEAM && phase <= 1 - SEAM;
    return true;
  }

  private blend(from: Float64Array, to: Float64Array, at: number): void {
    const w = smoothStep(at);
    for (let i = 0; i < this.now.length; i++) this.now[i] = from[i] + w * (to[i] - from[i]);
  }

  private follow(before: Float64Array): Float64Array {
    const fresh = Math.sqrt(1 - this.rho * this.rho);
    return before.map((z) => this.rho * z + fresh * this.rng.normal());
  }
}
