import { otherSide, SIDES } from '../../gait/channels';
import type { MarkedStride, Walk } from '../walk';
import { type Refusal, refuse } from './refusal';

/** A leg's own hip flexes, and its own foot is off the ground, when its knee is bent most: the other's is not. */
const MISPLACED_SHARE = 0.6;
/** Half the span over which the hip's movement is read, s. */
const HIP_SPAN = 0.06;

/**
 * Do knee, hip and contact of each side belong to one leg? Where the other side's hip or foot moves as this one's should
 * in most strides, cables or sides are swapped. Null where nothing speaks for it, or a single knee is all there is.
 */
export function mirrorTest(walk: Walk, strides: readonly MarkedStride[]): Refusal | null {
  let misplaced = 0;
  let judged = 0;
  const channels = new Set<string>();
  for (const side of SIDES) {
    const knee = walk.channels[`knee_angle_${side}`]?.measured;
    if (knee === undefined) continue;
    for (const { start, end } of strides) {
      const peak = peakOf(knee, start, end);
      const verdicts = [contactVerdict(walk, side, peak), hipVerdict(walk, side, peak)];
      for (const verdict of verdicts) {
        if (verdict === null) continue;
        judged++;
        if (verdict.misplaced) misplaced++;
        for (const name of verdict.channels) channels.add(name);
      }
    }
  }
  if (judged < 2) return null;
  const share = misplaced / judged;
  return share > MISPLACED_SHARE ? refuse('swapped_legs', share, MISPLACED_SHARE, [...channels]) : null;
}

interface Verdict {
  readonly misplaced: boolean;
  readonly channels: readonly string[];
}

function contactVerdict(walk: Walk, side: 'r' | 'l', peak: number): Verdict | null {
  const own = walk.channels[`foot_contact_${side}`]?.measured[peak];
  const other = walk.channels[`foot_contact_${otherSide(side)}`]?.measured[peak];
  if (own === undefined || other === undefined || !Number.isFinite(own + other)) return null;
  if (own >= 0.5 === other >= 0.5) return null;
  return { misplaced: own >= 0.5, channels: [`knee_angle_${side}`, `foot_contact_${side}`] };
}

function hipVerdict(walk: Walk, side: 'r' | 'l', peak: number): Verdict | null {
  const half = Math.round(HIP_SPAN * walk.rate);
  const slope = (s: 'r' | 'l'): number => {
    const hip = walk.channels[`hip_flexion_${s}`]?.measured;
    return hip === undefined ? Number.NaN : hip[peak + half] - hip[peak - half];
  };
  const [own, other] = [slope(side), slope(otherSide(side))];
  if (!Number.isFinite(own + other)) return null;
  return {
    misplaced: own < 0 && other > 0,
    channels: [`knee_angle_${side}`, `hip_flexion_${side}`],
  };
}

function peakOf(knee: Float32Array, start: number, end: number): number {
  let at = start;
  for (let t = start; t < end; t++) if (knee[t] > knee[at]) at = t;
  return at;
}
