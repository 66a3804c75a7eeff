import type { Degrees, Hertz, Seconds } from './units';

/** What marked the stride. */
export type StrideMark = 'foot_contact' | 'swing_peak';

export interface Stride {
  /** Number of ticks since the detector began (or was cleared) at which the mark lies. */
  readonly at: number;
  /** Length of the stride that this mark ends; null for the first after standing. */
  readonly seconds: Seconds | null;
  readonly mark: StrideMark;
}

/** Strides come no faster (brisk running) and, while walking, no slower (severe stroke gait) than this. */
const SHORTEST: Seconds = 0.5;
const LONGEST: Seconds = 3;
/** A swing of less is not walking. */
const LEAST_SWING: Degrees = 15;
/** The swing peak stands above this share of the range; the loading peak in stance (a third; half in a stiff knee) does not. */
const HIGH = 0.65;
/** The peak is over when the knee has come back by this share of the range. */
const BACK = 0.25;
/** Extremes fade with this time constant, so that the threshold follows a person who gets tired or a new one. */
const FADE: Seconds = 10;
/** Where the swing peak of the knee lies in a cycle that begins with foot contact (adults, Winter: 71-73 %). */
const SWING_PEAK_PHASE = 0.72;

/**
 * Live strides of one leg, causal, one tick at a time: by foot contact where there is one, else by the peak of knee flexion in
 * swing, above a threshold that follows the person's range. A peak is known some tens of milliseconds after it was.
 */
export class StrideDetector {
  /** Strides marked so far. */
  count = 0;
  private readonly rate: Hertz;
  private readonly fade: number;
  private tick = -1;
  private lastMark = -Infinity;
  private kind: StrideMark | null = null;
  private readonly lengths: Seconds[] = [];
  private low: Degrees = Infinity;
  private high: Degrees = -Infinity;
  private peak: Degrees = -Infinity;
  private peakTick = -1;
  private armed = false;
  private grounded: boolean | null = null;
  private contactChanged = -Infinity;
  private contactSeen = -Infinity;

  constructor(rate: Hertz) {
    this.rate = rate;
    this.fade = 1 - Math.exp(-1 / (FADE * rate));
  }

  /** One tick; `contact` is 0 or 1, NaN or left out where there is none. A stride that it completes, else null. */
  push(knee: Degrees, contact = NaN): Stride | null {
    this.tick += 1;
    const landed = this.landing(contact);
    const swung = this.swingPeak(knee);
    if (landed) return this.mark(this.tick, 'foot_contact');
    // A contact that works is the better mark; one that has been silent for long is not trusted.
    if (swung === null || this.since(this.contactSeen) < LONGEST) return null;
    return this.mark(swung, 'swing_peak');
  }

  /** Steps a minute (two a stride), from the median of the last five strides; null when not walking. */
  get cadence(): number | null {
    if (!this.walking || this.lengths.length === 0) return null;
    return 120 / this.usual;
  }

  /** Where in the gait cycle the leg is now, 0 (foot contact) to below 1; null when not walking. */
  get phase(): number | null {
    if (!this.walking || this.lengths.length === 0) return null;
    const start = this.kind === 'swing_peak' ? SWING_PEAK_PHASE : 0;
    const along = this.since(this.lastMark) / this.usual;
    // Until the next mark comes the cycle is not over.
    return (start + Math.min(along, 0.999)) % 1;
  }

  clear(): void {
    this.count = 0;
    this.tick = -1;
    this.lastMark = this.contactChanged = this.contactSeen = -Infinity;
    this.kind = this.grounded = null;
    this.lengths.length = 0;
    this.low = Infinity;
    this.high = this.peak = -Infinity;
    this.armed = false;
  }

  private get usual(): Seconds {
    return [...this.lengths].sort((a, b) => a - b)[this.lengths.length >> 1];
  }

  private get walking(): boolean {
    const patience = this.lengths.length === 0 ? LONGEST : Math.min(LONGEST, 1.8 * this.usual);
    return this.since(this.lastMark) <= patience;
  }

  private since(tick: number): Seconds {
    return (this.tick - tick) / this.rate;
  }

  private mark(at: number, mark: StrideMark): Stride | null {
    const gap = (at - this.lastMark) / this.rate;
    if (gap < SHORTEST) return null;
    const regular = gap <= LONGEST && this.kind === mark;
    if (!regular) this.lengths.length = 0;
    else {
      this.lengths.push(gap);
      if (this.lengths.length > 5) this.lengths.shift();
    }
    this.lastMark = at;
    this.kind = mark;
    this.count += 1;
    return { at, seconds: regular ? gap : null, mark };
  }

  /** The foot comes down and has been up for more than a bounce (60 ms). */
  private landing(contact: number): boolean {
    if (!Number.isFinite(contact)) return false;
    const down = contact >= 0.5;
    if (down === this.grounded) return false;
    const lasted = this.since(this.contactChanged);
    const first = this.grounded === null;
    this.grounded = down;
    this.contactChanged = this.tick;
    if (first) return false;
    this.contactSeen = this.tick;
    return down && lasted > 0.06;
  }

  /** The tick of a swing peak that has just become certain, else null. */
  private swingPeak(knee: Degrees): number | null {
    if (!Number.isFinite(knee)) return null;
    const middle = (this.low + this.high) / 2;
    if (Number.isFinite(middle)) {
      this.low += this.fade * (middle - this.low);
      this.high += this.fade * (middle - this.high);
    }
    this.low = Math.min(this.low, knee);
    this.high = Math.max(this.high, knee);
    const range = this.high - this.low;
    if (range < LEAST_SWING) {
      this.armed = false;
      return null;
    }
    const threshold = this.low + HIGH * range;
    if (knee > threshold && (!this.armed || knee > this.peak)) {
      this.armed = true;
      this.peak = knee;
      this.peakTick = this.tick;
    }
    if (!this.armed || knee > this.peak - BACK * range) return null;
    this.armed = false;
    return this.peakTick;
  }
}
