import { isForecastable } from '../../../src/adapt/strides/stride-set';
import type { MarkedStride, Walk } from '../../../src/adapt/walk';
import type { FeatureCard } from '../../../src/forecast/model-card';
import { CycleTracker } from '../../../src/gait/cycles/cycle-tracker';
import { bindToSide } from '../../../src/gait/channels';
import { strideMarks } from '../../adapt/strides';

/** The start of a recording that may be learned from; the rest is test. */
export interface LearningPart {
  /** Nothing at this tick or later is learned from. */
  readonly end: number;
  /** Strides in it, those not to be used included. */
  readonly strides: readonly MarkedStride[];
  /** What the personal model learns from: those strides, or all of a half cut into pieces as long as a stride. */
  readonly pieces: readonly MarkedStride[];
}

/** Strides that stay for the test where a number of strides is asked for. */
const KEPT_FOR_TEST = 2;

/**
 * The first half of a walk, all of it, or its first `asked` strides, as long as two are left for the test:
 * min(asked, strides - 2). Strides are those of the live tracker that a full window of history lies before.
 */
export function learningPart(walk: Walk, card: FeatureCard, asked: number | null): LearningPart {
  const strides = stridesOf(walk);
  const upTo = (end: number) => strides.filter((s) => s.end <= end);
  const half = Math.floor(walk.ticks / 2);
  if (asked === null) return { end: half, strides: upTo(half), pieces: piecesOf(strides, card, half) };
  const usable = strides.filter((s) => s.use && isForecastable(walk, s, card, SIDE));
  const k = Math.max(0, Math.min(asked, usable.length - KEPT_FOR_TEST));
  const end = k > 0 ? usable[k - 1].end : half;
  return { end, strides: upTo(end), pieces: usable.slice(0, k) };
}

const USUAL_STRIDE_S = 1.1;

/** From the first full window to `end`, in pieces of the usual length of a stride. */
function piecesOf(strides: readonly MarkedStride[], card: FeatureCard, end: number): MarkedStride[] {
  const lengths = strides.map((s) => s.end - s.start).sort((a, b) => a - b);
  const usual = lengths[lengths.length >> 1] ?? Math.round(USUAL_STRIDE_S * card.rate);
  const count = Math.max(0, Math.floor((end - card.windowTicks + 1) / usual));
  return Array.from({ length: count }, (_, i) => ({
    start: end - (count - i) * usual,
    end: end - (count - i - 1) * usual,
    use: true,
  }));
}

const SIDE = 'r';
const KNEE = bindToSide('knee_angle_ipsi', SIDE);

function stridesOf(walk: Walk): MarkedStride[] {
  const knee = walk.channels[KNEE];
  if (knee === undefined) return [];
  const tracker = new CycleTracker(walk.rate);
  return strideMarks(Array.from(knee.measured, (v) => tracker.push({ r: { knee: v } })).flat());
}
