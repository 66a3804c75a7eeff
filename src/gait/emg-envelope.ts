import { BiquadCascade } from './biquad';
import { bandPass, lowPass } from './butterworth';
import type { Hertz } from './units';

/** Lowest rate at which surface EMG (up to 450 Hz) can be carried. */
export const MIN_EMG_RATE: Hertz = 900;

/**
 * Causal linear envelope of one surface EMG channel: 20-450 Hz (2nd-order Butterworth on each edge), rectified,
 * 6 Hz low-pass (2nd order). In and out in the channel's unit (mV). Below 1000 Hz the upper edge follows at 0.45 of
 * the rate. Throws RangeError for a rate below 900 Hz.
 */
export class EmgEnvelope {
  private readonly band: BiquadCascade;
  private readonly smooth: BiquadCascade;

  constructor(rate: Hertz) {
    if (!(rate >= MIN_EMG_RATE)) throw new RangeError(`EMG needs ${MIN_EMG_RATE} Hz or more, not ${rate}`);
    this.band = new BiquadCascade(bandPass(2, 20, Math.min(450, 0.45 * rate), rate));
    this.smooth = new BiquadCascade(lowPass(2, 6, rate));
  }

  process(x: number): number {
    return this.smooth.process(Math.abs(this.band.process(x)));
  }

  /** As after a long silence at the electrode offset x0: envelope 0, no transient from the offset. */
  reset(x0 = 0): void {
    this.band.reset(x0);
    this.smooth.reset(0);
  }
}

/** Divides by the largest value so far, so that a channel reads 0-1 without a maximum contraction; causal. */
export class RunningMaximum {
  private max: number;

  /** `floor`: the least maximum to divide by, so that rest noise is not blown up to 1. */
  constructor(floor: number) {
    if (!(floor > 0)) throw new RangeError('floor must be positive');
    this.max = floor;
  }

  process(x: number): number {
    if (x > this.max) this.max = x;
    return x / this.max;
  }

  get maximum(): number {
    return this.max;
  }
}
