import { otherSide, type Side, SIDES } from '../channels';
import type { Hertz } from '../units';
import { LegCycles, type StrikePair } from './leg-cycles';
import { normalise } from './normalise';
import {
  CYCLE_JOINTS,
  type CycleFlag,
  type CycleJoint,
  type GaitCycle,
  type GaitEvent,
  type LegTick,
} from './types';

/** Both legs at one tick; a leg without sensors is left out. */
export type BodyTick = Readonly<Partial<Record<Side, LegTick>>>;

/** A hole of more ticks than this is none that a line may bridge. */
const BRIDGED_TICKS = 5;
const MISSING_SHARE = 0.1;
/** Toe off lies here in any cycle of walking, severe gait included (share of the cycle). */
const TOE_OFF: readonly [number, number] = [0.3, 0.9];

/**
 * Gait events and cycles live: ticks in, completed cycles out, each leg on its own. Causal: what came out for the first ticks of a recording
 * does not change with what follows. Cycles of one leg never overlap.
 */
export class CycleTracker {
  private readonly rate: Hertz;
  private readonly legs: Readonly<Record<Side, LegCycles>>;

  /** `rate`: ticks a second. */
  constructor(rate: Hertz) {
    this.rate = rate;
    this.legs = { r: new LegCycles('r', rate), l: new LegCycles('l', rate) };
  }

  /** One tick. The cycles that it completes (none, mostly). */
  push(body: BodyTick): GaitCycle[] {
    const ended: [Side, StrikePair][] = [];
    for (const side of SIDES) {
      const pair = this.legs[side].push(body[side] ?? NOTHING);
      if (pair !== null) ended.push([side, pair]);
    }
    // Once both legs have the tick.
    return ended.map(([side, pair]) => this.cycle(side, pair));
  }

  private cycle(side: Side, { source, start, end, before, contradicted }: StrikePair): GaitCycle {
    const leg = this.legs[side];
    const other = this.legs[otherSide(side)];
    const own = leg.eventsBetween(start, end);
    const contra = this.isSeen(other, start, end) ? other.eventsBetween(start, end) : null;
    const flags: CycleFlag[] = [];
    if (this.hasGap(leg, start, end)) flags.push('gap');
    if (contradicted || !inOrder(own, contra, start, end)) flags.push('event_order');
    if (before === 'standing') flags.push('stop');
    const curves: Partial<Record<CycleJoint, Float32Array>> = {};
    for (const joint of CYCLE_JOINTS) {
      const curve = normalise((tick) => leg.history.at(joint, tick), start, end);
      if (curve.some((x) => Number.isFinite(x))) curves[joint] = curve;
    }
    return {
      side,
      source,
      startTick: Math.round(start),
      endTick: Math.round(end),
      seconds: (end - start) / this.rate,
      events: {
        toeOff: first(own, 'toe_off'),
        contraToeOff: first(contra ?? [], 'toe_off'),
        contraHeelStrike: first(contra ?? [], 'heel_strike'),
      },
      curves,
      before,
      flags,
    };
  }

  private hasGap(leg: LegCycles, start: number, end: number): boolean {
    let [run, longest, missing] = [0, 0, 0];
    for (let t = Math.ceil(start); t < end; t += 1) {
      run = Number.isFinite(leg.history.at('knee', t)) ? 0 : run + 1;
      longest = Math.max(longest, run);
      if (run > 0) missing += 1;
    }
    return longest > BRIDGED_TICKS || missing > MISSING_SHARE * (end - start);
  }

  /** The other leg was measured for this cycle, so that its events must be there. */
  private isSeen(other: LegCycles, start: number, end: number): boolean {
    return !this.hasGap(other, start, end);
  }
}

const NOTHING: LegTick = { knee: NaN };

const first = (events: readonly GaitEvent[], kind: GaitEvent['kind']): number | null =>
  events.find((e) => e.kind === kind)?.at ?? null;

/** Heel strike, other leg off, other leg strikes, own toe off, heel strike: each once. Of one leg alone, toe off once and where it can be. */
function inOrder(
  own: readonly GaitEvent[],
  contra: readonly GaitEvent[] | null,
  start: number,
  end: number,
): boolean {
  if (own.length !== 1 || own[0].kind !== 'toe_off') return false;
  const share = (own[0].at - start) / (end - start);
  if (share < TOE_OFF[0] || share > TOE_OFF[1]) return false;
  if (contra === null) return true;
  const all = [...contra, own[0]].sort((a, b) => a.at - b.at);
  return (
    contra.length === 2 && all[0].kind === 'toe_off' && all[1].kind === 'heel_strike' && all[2] === own[0]
  );
}
