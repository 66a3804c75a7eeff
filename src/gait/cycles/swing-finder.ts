import type { Degrees, Hertz, Seconds } from '../units';

/** A swing of less is not walking. */
const LEAST_RANGE: Degrees = 15;
/** A peak above this share of the range is a swing, whenever it comes; the loading peak of stance reaches half in a stiff knee. */
const HIGH = 0.65;
/** Where a swing is due, one this small counts too: people swing less in turns. */
const HIGH_WHEN_DUE = 0.45;
const DUE: readonly [number, number] = [0.75, 1.7];
/** The peak is over when the knee has come back by this share of the range. */
const BACK = 0.25;
/** Extremes fade with this time constant, so that the threshold follows the person. */
const FADE: Seconds = 10;
const LONGEST: Seconds = 3;

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
    if (knee <= threshold) this.over = false;
    if (knee > threshold && !this.over && (!this.armed || knee > this.peak)) {
      this.armed = true;
      this.peak = knee;
      this.peakTick = tick;
    }
    if (!this.armed || knee > this.peak - BACK * range) return null;
    this.armed = false;
    this.over = true;
    this.remember(this.peakTick);
    return { peakTick: this.peakTick, peak: this.peak, range };
  }

  private isDue(tick: number): boolean {
    if (this.periods.length < 2) return false;
    const usual = [...this.periods].sort((a, b) => a - b)[this.periods.length >> 1];
    const along = (tick - this.last) / usual;
    return along > DUE[0] && along < DUE[1];
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
