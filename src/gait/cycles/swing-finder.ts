import type { Degrees, Hertz, Seconds } from '../units';

/** A swing of less is not walking. */
const LEAST_RANGE: Degrees = 15;
/** A peak above this share of the range is a swing, whenever it comes; the loading peak of stance reaches 0.7 in fast walking. */
const HIGH = 0.75;
/** Where a swing is due, one this small counts too: people swing less in turns. */
const HIGH_WHEN_DUE = 0.45;
const DUE: readonly [number, number] = [0.75, 1.7];
/** The peak is over when the knee has come back by this share of the range. */
const BACK = 0.25;
/** Extremes fade with this time constant, so that the threshold follows the person. */
const FADE: Seconds = 10;
const LONGEST: Seconds = 3;
/**
 * After a pause the range is not known: a first peak lower than this may be the loading peak of a stance, and is not told. Two of them in a row
 * are swings of a stiff knee, and from then on small ones are believed.
 */
const SURE: Degrees = 35;

export interface Swing {
  /** Tick of the greatest flexion. */
  readonly peakTick: number;
  readonly peak: Degrees;
  /** Range of the knee lately. */
  readonly range: Degrees;
}

/** Finds swing peaks of one knee, causally: each is told when the knee has clearly come back from it. */
export class SwingFinder {
  private readonly rate: Hertz;
  private readonly fade: number;
  private low: Degrees = Infinity;
  private high: Degrees = -Infinity;
  private peak: Degrees = -Infinity;
  private peakTick = -1;
  private armed = false;
  /** The peak was told; the knee has yet to come below the threshold. */
  private over = false;
  private last = -Infinity;
  /** Doubtful first peaks in a row. */
  private small = 0;
  private readonly periods: number[] = [];

  constructor(rate: Hertz) {
    this.rate = rate;
    this.fade = 1 - Math.exp(-1 / (FADE * rate));
  }

  push(knee: Degrees, tick: number): Swing | null {
    if (!Number.isFinite(knee)) return null;
    const middle = (this.low + this.high) / 2;
    if (Number.isFinite(middle)) {
      this.low += this.fade * (middle - this.low);
      this.high += this.fade * (middle - this.high);
    }
    this.low = Math.min(this.low, knee);
    this.high = Math.max(this.high, knee);
    const range = this.high - this.low;
    if (range < LEAST_RANGE) {
      this.armed = false;
      return null;
    }
    const threshold = this.low + (this.isDue(tick) ? HIGH_WHEN_DUE : HIGH) * range;
    // A peak that is surpassed before the knee came down was none.
    if (knee <= threshold || knee > this.peak) this.over = false;
    if (knee > threshold && !this.over && (!this.armed || knee > this.peak)) {
      this.armed = true;
      this.peak = knee;
      this.peakTick = tick;
    }
    if (!this.armed || knee > this.peak - BACK * range) return null;
    this.armed = false;
    this.over = true;
    if (this.isDoubtful()) return null;
    this.remember(this.peakTick);
    return { peakTick: this.peakTick, peak: this.peak, range };
  }

  private isDue(tick: number): boolean {
    if (this.periods.length < 2) return false;
    const usual = [...this.periods].sort((a, b) => a - b)[this.periods.length >> 1];
    const along = (tick - this.last) / usual;
    return along > DUE[0] && along < DUE[1];
  }

  private isDoubtful(): boolean {
    const height = this.peak - this.low;
    if (height >= SURE) this.small = 0;
    else if (this.small < 2 && this.peakTick - this.last > LONGEST * this.rate) {
      this.small += 1;
      return true;
    }
    return false;
  }

  private remember(tick: number): void {
    const period = tick - this.last;
    if (period > LONGEST * this.rate) this.periods.length = 0;
    else {
      this.periods.push(period);
      if (this.periods.length > 5) this.periods.shift();
    }
    this.last = tick;
  }
}
