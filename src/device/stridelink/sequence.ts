/** How far behind the newest a frame may come and still be a late or repeated one, frames. */
const LATE_WINDOW = 64;

/** Follows the device's 16-bit frame counter. */
export class Sequence {
  private last = -1;

  /** How a frame stands to those before: `lost` frames missing before it, or late. Moves on unless late. */
  follow(seq: number): { readonly late: boolean; readonly lost: number } {
    const ahead = this.last < 0 ? 1 : (seq - this.last) & 0xffff;
    if (ahead === 0 || ahead >= 0x10000 - LATE_WINDOW) return { late: true, lost: 0 };
    this.last = seq;
    // Further back than a frame can be late: the device counts anew, and how many are missing cannot be known.
    return { late: false, lost: ahead < 0x8000 ? ahead - 1 : 0 };
  }

  /** A device that (again) says who it is may have started anew: only a small step is a loss. */
  rejoin(seq: number): number {
    const ahead = this.last < 0 ? 1 : (seq - this.last) & 0xffff;
    this.last = seq;
    return ahead >= 1 && ahead <= LATE_WINDOW ? ahead - 1 : 0;
  }

  reset(): void {
    this.last = -1;
  }
}
