import { DeviceClock } from '../stridelink/device-clock';
import { PER_SECOND } from './row-rate';
import type { TimeUnit } from './line-parser';

/** A step longer than this many periods means that rows are missing. */
const LOSS_FROM_PERIODS = 1.8;
/** A stamp rounded to a millisecond lies this near to the true time; the grid follows it slowly. */
const ROUNDING_US = 1000;
const FOLLOW = 0.05;
const MAX_GAP_S = 600;

export type RowTime =
  | { readonly kind: 'next'; readonly startUs: number; readonly lost: number }
  | { readonly kind: 'restart'; readonly startUs: number };

/** When a row was taken and how many are missing before it: by its time column, or else by counting. */
export class RowClock {
  private readonly periodUs: number;
  private readonly unit: TimeUnit | null;
  private readonly wrapping = new DeviceClock();
  private count = 0;
  private lastUs: number | null = null;
  private gridUs = 0;

  constructor(rate: number, unit: TimeUnit | null) {
    this.periodUs = 1e6 / rate;
    this.unit = unit;
  }

  /** `time`: the row's own, in its unit; not used where there is no time column. `broken`: rows before it that were unreadable. */
  next(time: number, broken: number): RowTime {
    if (this.unit === null) {
      this.count += broken;
      return { kind: 'next', startUs: this.count++ * this.periodUs, lost: broken };
    }
    const us = this.timeUs(time, this.unit);
    const last = this.lastUs;
    this.lastUs = us;
    if (last === null) return { kind: 'next', startUs: (this.gridUs = us), lost: 0 };
    const step = us - last;
    if (step < 0 || step > MAX_GAP_S * 1e6) return { kind: 'restart', startUs: (this.gridUs = us) };
    const periods = step / this.periodUs;
    const lost = periods < LOSS_FROM_PERIODS ? 0 : Math.round(periods) - 1;
    const due = this.gridUs + (lost + 1) * this.periodUs;
    const early = us - due;
    this.gridUs = Math.abs(early) <= ROUNDING_US ? due + FOLLOW * early : Math.max(us, this.gridUs + 1);
    return { kind: 'next', startUs: this.gridUs, lost };
  }

  /** A microsecond counter of 32 bits wraps every 71.6 min. */
  private timeUs(time: number, unit: TimeUnit): number {
    if (unit === 'us' && Number.isInteger(time) && time >= 0 && time < 2 ** 32)
      return this.wrapping.unwrap(time);
    return (time * 1e6) / PER_SECOND[unit];
  }
}
