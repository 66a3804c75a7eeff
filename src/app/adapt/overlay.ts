import type { StrideView } from '../../engine/adapt-protocol';
import { CYCLE_JOINTS, type CycleJoint } from '../../gait/cycles/types';
import { levelOver, normCurve } from '../../gait/norms';

/** 0 to 100 % of the cycle. */
export const CYCLE_PERCENT: readonly number[] = Array.from({ length: 101 }, (_, i) => i);

interface Overlay {
  readonly counted: readonly { readonly id: number; readonly curve: Float32Array }[];
  readonly out: readonly { readonly id: number; readonly curve: Float32Array }[];
  /** Of those that count; null for none. */
  readonly mean: Float32Array | null;
  /** Healthy adults, mean - SD to mean + SD, deg. */
  readonly norm: { readonly low: Float32Array; readonly high: Float32Array };
}

/** Joints of which any stride has a curve, knee first. */
export function overlayJoints(strides: readonly StrideView[]): CycleJoint[] {
  const order: readonly CycleJoint[] = ['knee', ...CYCLE_JOINTS.filter((j) => j !== 'knee')];
  return order.filter((joint) => strides.some((s) => s.curves[joint] !== undefined));
}

/** The strides of one joint over the cycle. Hip and ankle have no common zero with the norm: the band is moved onto their level. */
export function overlayOf(strides: readonly StrideView[], joint: CycleJoint): Overlay {
  const curves = strides.flatMap((s) => {
    const curve = s.curves[joint];
    return curve ? [{ id: s.id, used: s.used, curve }] : [];
  });
  const counted = curves.filter((c) => c.used);
  const mean = meanOf(counted.map((c) => c.curve));
  const norm = normCurve(joint);
  const level = mean && joint !== 'knee' ? levelOver(mean, norm) : 0;
  const shifted = (sign: 1 | -1) => norm.mean.map((m, i) => m + sign * norm.sd[i] + (level || 0));
  return {
    counted,
    out: curves.filter((c) => !c.used),
    mean,
    norm: { low: shifted(-1), high: shifted(1) },
  };
}

/** Point by point, over those known there. */
function meanOf(curves: readonly Float32Array[]): Float32Array | null {
  if (curves.length === 0) return null;
  return Float32Array.from({ length: curves[0].length }, (_, i) => {
    const known = curves.map((c) => c[i]).filter((v) => Number.isFinite(v));
    return known.reduce((sum, v) => sum + v, 0) / known.length;
  });
}
