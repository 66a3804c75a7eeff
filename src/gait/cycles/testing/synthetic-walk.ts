import type { Side } from '../../channels';
import { type NormCadence, normCurve } from '../../norms';
import { Rng } from '../../rng';
import { CycleSet } from '../cycle-set';
import { type BodyTick, CycleTracker } from '../cycle-tracker';
import { CYCLE_JOINTS, type CycleJoint, type GaitCycle, type LegTick } from '../types';

/** Share of the cycle on the ground, of the walkers below. */
export const STANCE = 0.62;

export interface SyntheticStride {
  readonly seconds: number;
  /** Factor on the knee. */
  readonly swing?: number;
}

export interface SyntheticWalk {
  readonly ticks: BodyTick[];
  /** True heel strikes of each leg, in ticks. */
  readonly strikes: Readonly<Record<Side, number[]>>;
}

interface Options {
  readonly sensors?: readonly (CycleJoint | 'contact')[];
  readonly sides?: readonly Side[];
  readonly noise?: number;
  readonly seed?: number;
  readonly cadence?: NormCadence;
}

/** Walks along published mean curves, stride by stride, the left leg half a cycle behind: all true events are known. 100 ticks a second. */
export function syntheticWalk(strides: readonly SyntheticStride[], options: Options = {}): SyntheticWalk {
  const { sensors = ['knee'], sides = ['r'], noise = 0.3, seed = 1, cadence = 'natural' } = options;
  const rng = new Rng(seed);
  const curves = Object.fromEntries(CYCLE_JOINTS.map((j) => [j, normCurve(j, cadence).mean]));
  const ticks: BodyTick[] = [];
  const strikes = { r: [0], l: [] as number[] };
  let begin = 0;
  for (const { seconds, swing = 1 } of strides) {
    const end = begin + seconds * 100;
    for (let t = ticks.length; t < end; t += 1) {
      const phase = (t - begin) / (end - begin);
      const body: Partial<Record<Side, LegTick>> = {};
      for (const side of sides) {
        const p = side === 'r' ? phase : (phase + 0.5) % 1;
        const leg: Record<string, number> = {};
        for (const joint of CYCLE_JOINTS) {
          if (!sensors.includes(joint)) continue;
          leg[joint] = along(curves[joint], p) * (joint === 'knee' ? swing : 1) + rng.normal(0, noise);
        }
        if (sensors.includes('contact')) leg.contact = p < STANCE ? 1 : 0;
        body[side] = leg as unknown as LegTick;
      }
      ticks.push(body);
    }
    strikes.l.push(begin + seconds * 50);
    begin = end;
    strikes.r.push(begin);
  }
  return { ticks, strikes };
}

export const standing = (seconds: number, knee = 4): BodyTick[] =>
  Array.from({ length: seconds * 100 }, (_, i) => ({ r: { knee: knee + Math.sin(i / 80) } }));

export const evenly = (n: number, seconds: number): SyntheticStride[] =>
  Array.from({ length: n }, () => ({ seconds }));

export function track(ticks: readonly BodyTick[]): GaitCycle[] {
  const tracker = new CycleTracker(100);
  return ticks.flatMap((t) => tracker.push(t));
}

export function trackSet(ticks: readonly BodyTick[]): CycleSet {
  const set = new CycleSet();
  for (const cycle of track(ticks)) set.add(cycle);
  return set;
}

function along(curve: Float32Array, phase: number): number {
  const k = Math.min(99, Math.floor(100 * phase));
  const f = 100 * phase - k;
  // The published cycle does not close exactly; here it must.
  return curve[k] * (1 - f) + curve[k + 1] * f + (curve[0] - curve[100]) * phase;
}
