import type { Hertz, Seconds } from '../units';
import type { LegHistory } from './leg-history';
import { SLOPE_LAG, slopeAt, vertex } from './slope';
import { type Swing, SwingFinder } from './swing-finder';
import type { GaitEvent } from './types';

/** The knee stops straightening when its speed has fallen to this share of the fastest. */
const STOPPED = 0.1;
/** It must have come back from the peak by this share of its flexion first. */
const STRAIGHTENED = 0.4;
/** A swing above half its height lasts no longer; a knee bend of somebody standing does. */
const LONGEST_SWING: Seconds = 0.9;
/** How far back the knee of stance is looked for. */
const STANCE: Seconds = 0.8;
/** How far from the knee's event the reach's may lie and still be believed. */
const REACH_WINDOW: Seconds = 0.12;
/** Time constant of the level of hip and ankle, whose zero no sensor knows. */
const LEVEL: Seconds = 8;
/** Where the hip's mean lies while walking, deg (Winter: 7; with a trunk that leans a little more). */
const HIP_MEAN = 10;
/** Length of the foot beside thigh and shank, which are nearly equal (Winter, anthropometry). */
const FOOT = 0.6;

/**
 * From what the angles show to the event itself, s: the middle between people with foot contacts (GaitPrint) and the foot's own path
 * (CMU); docs/strides.md has both.
 */
const AFTER = { strikeByKnee: 0.018, strikeByReach: 0.018, offByKnee: 0.021, offByReach: -0.012 } as const;

const RAD = Math.PI / 180;

/**
 * Heel strikes and toe offs of one leg from its angles, causal: the knee alone will do. Toe off: the knee is half way from stance to its swing
 * peak. Heel strike: it stops straightening after the peak. With the hip, heel strike is also where the foot reaches furthest
 * ahead of it, and with the ankle toe off is where the toe is furthest behind (after Zeni 2008, in the leg's own plane);
 * the mean of both is the event. A strike is told 30-130 ms after it was, toe off at the swing peak.
 */
export class AngleEvents {
  private readonly rate: Hertz;
  private readonly history: LegHistory;
  private readonly swings: SwingFinder;
  private readonly hipLevel: Level;
  private readonly ankleLevel: Level;
  private extension: Extension | null = null;
  private lastStrike = -Infinity;

  constructor(rate: Hertz, history: LegHistory) {
    this.rate = rate;
    this.history = history;
    this.swings = new SwingFinder(rate);
    this.hipLevel = new Level(LEVEL * rate);
    this.ankleLevel = new Level(LEVEL * rate);
  }

  /** To be called once after each push to the history. */
  step(): GaitEvent | null {
    const { history } = this;
    const { tick } = history;
    this.hipLevel.push(history.at('hip', tick));
    this.ankleLevel.push(history.at('ankle', tick));
    const swing = this.swings.push(history.at('knee', tick), tick);
    if (swing !== null) return this.toeOff(swing);
    return this.extension === null ? null : this.heelStrike(this.extension);
  }

  private readonly knee = (tick: number): number => this.history.at('knee', tick);

  private toeOff(swing: Swing): GaitEvent | null {
    const from = Math.max(
      swing.peakTick - Math.round(STANCE * this.rate),
      Math.ceil(this.lastStrike),
      this.history.oldest,
    );
    let low = swing.peak;
    for (let t = from; t < swing.peakTick; t += 1) low = Math.min(low, nanTo(this.knee(t), Infinity));
    const half = (low + swing.peak) / 2;
    const up = crossingBack(this.knee, swing.peakTick, from, half);
    const longest = LONGEST_SWING * this.rate;
    if (up === null || swing.peakTick - up > longest / 2 || this.history.tick - up > longest) {
      this.extension = null;
      return null;
    }
    this.extension = {
      up,
      peakTick: swing.peakTick,
      half,
      done: swing.peak - STRAIGHTENED * (swing.peak - low),
      fastest: 0,
      slope: NaN,
      next: swing.peakTick,
      stopped: null,
    };
    const byKnee = up + AFTER.offByKnee * this.rate;
    const window = Math.round(REACH_WINDOW * this.rate);
    const low0 = Math.round(byKnee) - window;
    const byReach = extremeNear(this.toeBehind, low0, Math.min(low0 + 2 * window, this.history.tick));
    const at = byReach === null ? byKnee : (byKnee + byReach + AFTER.offByReach * this.rate) / 2;
    return { kind: 'toe_off', at };
  }

  private heelStrike(e: Extension): GaitEvent | null {
    const { tick } = this.history;
    if (e.stopped === null) {
      this.extend(e, tick - SLOPE_LAG);
      if (this.extension === null || e.stopped === null) return null;
    }
    const { stopped } = e;
    const window = Math.round(REACH_WINDOW * this.rate);
    const centre = Math.round(stopped);
    const byReach = extremeNear(this.reach, centre - window, Math.min(centre + window, tick));
    // The reach may still grow: wait for its peak, but not for ever. Without a hip there is nothing to wait for.
    if (byReach === null && tick < centre + window && Number.isFinite(this.reach(tick))) return null;
    this.extension = null;
    const byKnee = stopped + AFTER.strikeByKnee * this.rate;
    const at = byReach === null ? byKnee : (byKnee + byReach + AFTER.strikeByReach * this.rate) / 2;
    this.lastStrike = at;
    return { kind: 'heel_strike', at };
  }

  /** Follows the straightening knee up to tick `until`. */
  private extend(e: Extension, until: number): void {
    for (; e.next <= until; e.next += 1) {
      const slope = slopeAt(this.knee, e.next);
      if (!Number.isFinite(slope)) continue;
      const knee = this.knee(e.next);
      if (knee > e.half && e.next - e.up > LONGEST_SWING * this.rate) return void (this.extension = null);
      if (e.next - e.peakTick > LONGEST_SWING * this.rate) return void (this.extension = null);
      e.fastest = Math.min(e.fastest, slope);
      const limit = STOPPED * e.fastest;
      if (slope > limit && e.slope <= limit && !(knee > e.done)) {
        e.stopped = e.next - (slope - limit) / (slope - e.slope);
        e.next += 1;
        return;
      }
      e.slope = slope;
    }
  }

  /** How far the ankle is ahead of the hip, in thigh lengths. */
  private readonly reach = (tick: number): number => {
    const hip = (this.history.at('hip', tick) - this.hipLevel.value + HIP_MEAN) * RAD;
    return Math.sin(hip) + Math.sin(hip - this.history.at('knee', tick) * RAD);
  };

  /** How far the toe is behind it. */
  private readonly toeBehind = (tick: number): number => {
    const shank =
      this.history.at('hip', tick) - this.hipLevel.value + HIP_MEAN - this.history.at('knee', tick);
    const foot = shank + this.history.at('ankle', tick) - this.ankleLevel.value;
    return -this.reach(tick) - FOOT * Math.cos(foot * RAD);
  };
}

interface Extension {
  /** Where the knee went through half its height on the way up. */
  readonly up: number;
  readonly peakTick: number;
  readonly half: number;
  /** Knee angle from which on it counts as having straightened. */
  readonly done: number;
  fastest: number;
  slope: number;
  next: number;
  stopped: number | null;
}

/** The mean of what came, fading once `ticks` have come. */
class Level {
  value = NaN;
  private readonly ticks: number;
  private n = 0;

  constructor(ticks: number) {
    this.ticks = ticks;
  }

  push(x: number): void {
    if (!Number.isFinite(x)) return;
    this.n = Math.min(this.n + 1, this.ticks);
    this.value = this.n === 1 ? x : this.value + (x - this.value) / this.n;
  }
}

const nanTo = (x: number, other: number): number => (Number.isFinite(x) ? x : other);

/** Going back from `from` to `to`: where the value comes up through `level`; null if it does not. */
function crossingBack(
  value: (tick: number) => number,
  from: number,
  to: number,
  level: number,
): number | null {
  let [later, laterTick] = [value(from), from];
  for (let t = from - 1; t >= to; t -= 1) {
    const y = value(t);
    if (!Number.isFinite(y)) continue;
    if (y <= level && later > level) return t + ((laterTick - t) * (level - y)) / (later - y);
    [later, laterTick] = [y, t];
  }
  return null;
}

/** Tick of the greatest value inside (not at the ends of) a window, between ticks; null if there is none. */
function extremeNear(value: (tick: number) => number, from: number, to: number): number | null {
  let best = from;
  let top = -Infinity;
  for (let t = from; t <= to; t += 1) {
    const y = value(t);
    if (y > top) [best, top] = [t, y];
  }
  // Two ticks of falling: the peak is behind us.
  if (best <= from || best + 2 > to) return null;
  return best + vertex(value(best - 1), top, value(best + 1));
}
