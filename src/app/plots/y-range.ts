/** A vertical range that grows in whole steps when data leave it and never shrinks: only data move on screen. */
export class HeldRange {
  low: number;
  high: number;
  private readonly step: number;

  constructor(low: number, high: number, step: number) {
    this.low = low;
    this.high = high;
    this.step = step;
  }

  /** True when the range grew. Values that are not finite are passed over. */
  include(values: ArrayLike<number>): boolean {
    const { low, high, step } = this;
    for (let i = 0; i < values.length; i += 1) {
      const v = values[i];
      if (v < this.low) this.low = Math.floor(v / step) * step;
      else if (v > this.high && v < Number.POSITIVE_INFINITY) this.high = Math.ceil(v / step) * step;
    }
    return low !== this.low || high !== this.high;
  }
}
