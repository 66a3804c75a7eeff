import type { Hertz, Microseconds } from './units';

/** Stamps nearer than this to the even grid of samples are taken to lie on it (0.04 deg at 400 deg/s). */
const JITTER_US = 100;

/**
 * When each sample of a stream was taken. Samples lie on an even grid from an anchor; a block whose stamp leaves the grid
 * (device clock against its nominal rate, or time really lost) sets the anchor anew. So the rounding of stamps to
 * whole microseconds, and the way in which samples are cut into blocks, change nothing.
 */
export class SampleClock {
  private readonly rate: Hertz;
  private anchorIndex = 0;
  private anchorUs: Microseconds = NaN;

  constructor(rate: Hertz) {
    this.rate = rate;
  }

  /** To be called with each block's first sample. */
  see(firstIndex: number, startUs: Microseconds): void {
    if (Math.abs(this.timeOf(firstIndex) - startUs) <= JITTER_US) return;
    this.anchorIndex = firstIndex;
    this.anchorUs = startUs;
  }

  timeOf(index: number): Microseconds {
    return this.anchorUs + ((index - this.anchorIndex) * 1e6) / this.rate;
  }
}
