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
  /** Strides of it that can be learned from. */
  readonly usable: number;
}

/** Strides that stay for the test where a number of strides is asked for. */
const KEPT_FOR_TEST = 2;

/**
 * The first half of a walk, or its first `asked` strides, as long as two are left for the test: min(asked, strides - 2).
 * Strides are those of the live tracker that a full window of history lies before.
 */
export function learningPart(walk: Walk, card: FeatureCard, asked: number | null): LearningPart {
  const strides = stridesOf(walk);
  const usable = strides.filter((s) => s.use && isForecastable(walk, s, card, SIDE));
  const half = Math.floor(walk.ticks / 2);
  if (asked === null) return upTo(half, strides, usable);
  const k = Math.min(asked, usable.length - KEPT_FOR_TEST);
  return upTo(k > 0 ? usable[k - 1].end : half, strides, k > 0 ? usable : []);
}

function upTo(end: number, strides: readonly MarkedStride[], usable: readonly MarkedStride[]): LearningPart {
  return {
    end,
    strides: strides.filter((s) => s.end <= end),
    usable: usable.filter((s) => s.end <= end).length,
  };
}

const SIDE = 'r';
const KNEE = bindToSide('knee_angle_ipsi', SIDE);

function stridesOf(walk: Walk): MarkedStride[] {
  const knee = walk.channels[KNEE];
  if (knee === undefined) return [];
  const tracker = new CycleTracker(walk.rate);
  return strideMarks(Array.from(knee.measured, (v) => tracker.push({ r: { knee: v } })).flat());
}
