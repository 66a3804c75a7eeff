const WRAP = 2 ** 32;

/**
 * The device's 32-bit microsecond clock without its wrap (every 71.6 min). Each stamp is taken as the nearest to the
 * one before, so frames of several streams may be a little out of order; silence of more than 35 min cannot be told.
 */
export class DeviceClock {
  private last: number | null = null;

  /** Unwrapped time of a stamp, us. Moves the clock. */
  unwrap(stamp: number): number {
    this.last ??= stamp;
    const ahead = (((stamp - this.last) % WRAP) + WRAP) % WRAP;
    this.last += ahead < WRAP / 2 ? ahead : ahead - WRAP;
    return this.last;
  }

  reset(): void {
    this.last = null;
  }
}
