/** A gap longer than this is no loss that anybody can mend: the device has been away, everything starts anew. */
const MAX_GAP_S = 600;
/** How far counter and clock may disagree about the time that passed: 1 s, and 10 % of it for a badly trimmed clock. */
const SLACK_S = 1;
const SLACK_SHARE = 0.1;
/** After a start, what is missing before the first block is a loss if it is less than this. */
const MAX_MISSED_START_S = 2;

type Verdict =
  | { readonly kind: 'next'; readonly lost: number }
  /** A late or repeated frame: all of it lies before what has been delivered. */
  | { readonly kind: 'late' }
  /** Counter or clock does not continue the time line. */
  | { readonly kind: 'restart' };

/** Follows one stream's sample counter and clock, and says what a block is in relation to those before. */
export class StreamTracker {
  private next = -1;
  private endUs = 0;
  private expectsZero = false;
  private readonly rate: number;

  constructor(rate: number) {
    this.rate = rate;
  }

  /** The device has said that it begins to count at 0: what is missing before the first block is a loss. */
  begin(): void {
    this.expectsZero = true;
  }

  /**
   * `maybeLate`: the frame's sequence number lies shortly behind the newest. Without that, a counter that goes back is
   * a device that started again: one that zeroes clock and counter at start lies on its old time line.
   */
  judge(firstIndex: number, startUs: number, count: number, maybeLate: boolean): Verdict {
    if (this.next < 0) {
      const early = this.expectsZero && firstIndex / this.rate < MAX_MISSED_START_S;
      return { kind: 'next', lost: early ? firstIndex : 0 };
    }
    const skipped = firstIndex - this.next;
    const byCounter = skipped / this.rate;
    const byClock = (startUs - this.endUs) / 1e6;
    const onTime = Math.abs(byClock - byCounter) <= SLACK_S + SLACK_SHARE * Math.abs(byCounter);
    if (!onTime || skipped / this.rate > MAX_GAP_S) return { kind: 'restart' };
    if (skipped >= 0) return { kind: 'next', lost: skipped };
    return maybeLate && skipped + count <= 0 ? { kind: 'late' } : { kind: 'restart' };
  }

  accept(firstIndex: number, startUs: number, count: number): void {
    this.next = (firstIndex + count) % 2 ** 32;
    this.endUs = startUs + (count * 1e6) / this.rate;
    this.expectsZero = false;
  }

  forget(): void {
    this.next = -1;
  }
}
