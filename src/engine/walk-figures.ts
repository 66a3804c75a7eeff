import { type ChannelName, type Side, SIDES } from '../gait/channels';
import { BodyReader } from '../gait/cycles/body-reader';
import { CycleSet } from '../gait/cycles/cycle-set';
import { CycleTracker } from '../gait/cycles/cycle-tracker';
import { CYCLE_JOINTS, type CycleJoint } from '../gait/cycles/types';
import { StrideDetector } from '../gait/strides';
import type { Hertz } from '../gait/units';

/** One leg of the walk, as a therapist looks at it in passing. */
export interface LegFigures {
  /** Since the session began. */
  readonly strides: number;
  /** Range of motion, deg: mean of the last sound strides; joints without a sensor are left out. */
  readonly range: Readonly<Partial<Record<CycleJoint, number>>>;
  /** Share of the cycle on the ground, %; null where not known. */
  readonly stance: number | null;
}

/** Strides that the means are over. */
const LATEST = 10;

/** Strides, range of motion and stance of both legs, live. A leg without a knee sensor is null. */
export class WalkFigures {
  readonly #rate: Hertz;
  #body = new BodyReader([]);
  #tracker: CycleTracker;
  #cycles = new CycleSet(LATEST);
  #detectors: Readonly<Record<Side, StrideDetector>>;
  #seen: Record<Side, boolean> = { r: false, l: false };
  /** Of detectors that were begun anew. */
  #before: Record<Side, number> = { r: 0, l: 0 };
  #figures: Record<Side, LegFigures | null> | null = null;

  constructor(rate: Hertz) {
    this.#rate = rate;
    this.#tracker = new CycleTracker(rate);
    this.#detectors = { r: new StrideDetector(rate), l: new StrideDetector(rate) };
  }

  /** Another session. */
  begin(): void {
    this.#before = { r: 0, l: 0 };
    this.#detectors = { r: new StrideDetector(this.#rate), l: new StrideDetector(this.#rate) };
    this.start([]);
  }

  /** Ticks begin anew with these channels; the session, and the count, go on. */
  start(channels: readonly ChannelName[]): void {
    for (const side of SIDES) this.#before[side] += this.#detectors[side].count;
    this.#detectors = { r: new StrideDetector(this.#rate), l: new StrideDetector(this.#rate) };
    this.#body = new BodyReader(channels);
    this.#tracker = new CycleTracker(this.#rate);
    this.#cycles = new CycleSet(LATEST);
    this.#seen = { r: channels.includes('knee_angle_r'), l: channels.includes('knee_angle_l') };
    this.#figures = null;
  }

  /** `measured` by channel. */
  tick(measured: Float32Array): void {
    const body = this.#body.read(measured);
    for (const side of SIDES) {
      const leg = body[side];
      if (leg && this.#seen[side] && this.#detectors[side].push(leg.knee, leg.contact) !== null)
        this.#figures = null;
    }
    for (const cycle of this.#tracker.push(body)) {
      this.#cycles.add(cycle);
      this.#figures = null;
    }
  }

  get legs(): Readonly<Record<Side, LegFigures | null>> {
    this.#figures ??= { r: this.#leg('r'), l: this.#leg('l') };
    return this.#figures;
  }

  #leg(side: Side): LegFigures | null {
    if (!this.#seen[side]) return null;
    const summary = this.#cycles.summary(side);
    const range: Partial<Record<CycleJoint, number>> = {};
    for (const joint of CYCLE_JOINTS) {
      const mean = summary?.range[joint]?.mean;
      if (mean !== undefined && Number.isFinite(mean)) range[joint] = mean;
    }
    const stance = summary?.stancePercent?.mean ?? Number.NaN;
    return {
      strides: this.#before[side] + this.#detectors[side].count,
      range,
      stance: Number.isFinite(stance) ? stance : null,
    };
  }
}
