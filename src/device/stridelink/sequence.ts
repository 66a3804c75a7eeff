/** How far behind the newest a frame may come and still be a late or repeated one, frames. */
const LATE_WINDOW = 64;

/** Follows the device's 16-bit frame counter. */
export class Sequence {
  private last = -1;
  /** Nothing has come since the line broke: whatever comes first may be of a device that has started anew. */
  private broken = true;

  /** How a frame stands to those before: `lost` frames missing before it, or late. Moves on unless late. */
  follow(seq: number): { readonly late: boolean; readonly lost: number } {
    const ahead = this.ahead(seq);
    if (isLate(ahead)) return { late: true, lost: 0 };
    this.last = seq;
    this.broken = false;
    // Further back than a frame can be late: the device counts anew, and how many are missing cannot be known.
    return { late: false, lost: ahead < 0x8000 ? ahead - 1 : 0 };
  }

  /**
   * A device that (again) says who it is may have started anew: only a small step is a loss. Among frames that have come since the
   * line broke, such a frame may be late or repeated like any other, and moves nothing back.
   */
  introduce(seq: number): number {
    return !this.broken && isLate(this.ahead(seq)) ? 0 : this.rejoin(seq);
  }

  /** Goes on from here, wherever it was. */
  rejoin(seq: number): number {
    const ahead = this.ahead(seq);
    this.last = seq;
    this.broken = false;
    return ahead >= 1 && ahead <= LATE_WINDOW ? ahead - 1 : 0;
  }

  /** The line broke, or is another. */
  resync(): void {
    this.broken = true;
  }

  reset(): void {
    this.last = -1;
    this.broken = true;
  }

  private ahead(seq: number): number {
    return this.last < 0 ? 1 : (seq - this.last) & 0xffff;
  }
}

const isLate = (ahead: number): boolean => ahead === 0 || ahead >= 0x10000 - LATE_WINDOW;
