import type { ChannelName, Side } from '../../gait/channels';
import type { LegSummary } from '../../gait/cycles/leg-summary';
import type { CycleFlag, CycleJoint } from '../../gait/cycles/types';
import type { Goal } from '../../gait/feedback/goal';
import type { MarkedBlock, OrderEnd } from '../shapes/protocol';

/**
 * What a session came to: everything that the review, the comparison and the report show. Plain data that can be sent between
 * threads. Angles are in degrees, times in seconds since `startMs` unless they say otherwise.
 */
export interface SessionReview {
  /** ms since the epoch: first and last tick. */
  readonly startMs: number;
  readonly endMs: number;
  /** Ticks a second. */
  readonly rate: number;
  /** Measured angle channels. */
  readonly joints: readonly ChannelName[];
  /** Horizons of the forecasts that were kept, ms. */
  readonly horizonsMs: readonly number[];
  readonly legs: Readonly<Partial<Record<Side, LegReview>>>;
  /** Right against left; only what both legs have. */
  readonly symmetry: readonly SymmetryFigure[];
  /** Of each joint that was forecast: what was shown, against what came. */
  readonly forecasts: readonly JointForecast[];
  readonly markers: readonly ReviewMarker[];
  /** The order of the session, where one was followed; else null. */
  readonly order: ReviewOrder | null;
  /** What was aimed for, and what came. */
  readonly goals: readonly ReviewGoal[];
  /** What forecast from when on. */
  readonly models: readonly ReviewModel[];
  /** Smallest and largest value of each joint, for a picture of the whole. */
  readonly overview: Overview;
}

/** The strides of one leg. */
export interface LegReview {
  readonly side: Side;
  /** Strides found, and those that count: of steady walking, without a flag. */
  readonly found: number;
  readonly used: number;
  /** Why the others do not count; a stride may have several flags. */
  readonly flags: Readonly<Partial<Record<CycleFlag, number>>>;
  /** Of those that count: cadence, stance, ranges, peaks, mean curves. Null for none. */
  readonly summary: LegSummary | null;
  readonly joints: Readonly<Partial<Record<CycleJoint, JointStrides>>>;
}

/** One joint over the gait cycle, 101 points. */
export interface JointStrides {
  /** Strides that count, evenly chosen where there are more than a picture can show. */
  readonly strides: readonly Float32Array[];
  /** Healthy adults at natural cadence (norms' NORM_SOURCE), moved by `level`. */
  readonly norm: { readonly mean: Float32Array; readonly sd: Float32Array };
  /** Deg that the norm was moved by, because hip and ankle sensors have no zero in common with it; null: compared as it is. */
  readonly level: number | null;
  /** Gait variable score: RMS distance of the mean curve from that norm, deg (Baker 2009). */
  readonly gvs: number;
}

/** `index` = 100 x (R - L) / ((R + L) / 2), %; 0 is even (Robinson 1987). */
export interface SymmetryFigure {
  readonly key: SymmetryKey;
  readonly unit: 'deg' | 'percent' | 's';
  readonly right: number;
  readonly left: number;
  readonly index: number;
}

export type SymmetryKey = 'range_hip' | 'range_knee' | 'range_ankle' | 'stance' | 'swing' | 'step';

export interface JointForecast {
  readonly joint: ChannelName;
  readonly side: Side;
  /** Range of the joint in the session (at least 20 deg): what NMAE divides by. */
  readonly range: number;
  /** In the order of the review's horizons. */
  readonly cells: readonly ForecastCell[];
  readonly timeline: readonly TimelinePart[];
}

/** Every error is on the very same ticks: those at which a forecast was shown and the truth came. NaN without any. */
export interface ForecastCell {
  readonly ms: number;
  readonly n: number;
  readonly mae: number;
  readonly rmse: number;
  /** % of the range. */
  readonly nmae: number;
  /** Share (0-1) of truths inside the 90 % interval, and its mean width, deg. */
  readonly coverage: number;
  readonly width: number;
  /** No change at all, forecast at the same ticks. */
  readonly persistence: { readonly mae: number; readonly nmae: number };
}

/** One stretch of the session. NaN where nothing was forecast. */
export interface TimelinePart {
  readonly fromS: number;
  readonly toS: number;
  /** By horizon, % of the range. */
  readonly nmae: readonly number[];
  readonly persistence: readonly number[];
}

export interface ReviewMarker {
  readonly label: string;
  readonly atS: number;
  readonly fromDevice: boolean;
}

/** The steps of the order that were walked, as their marks tell. */
export interface ReviewOrder {
  readonly blocks: readonly ReviewBlock[];
  /** `cut`: the recording ended within a step. */
  readonly end: OrderEnd | 'cut';
}

/** One step of the order: from its mark to the next one's, to the mark behind the last one, or to the end of the recording. */
export interface ReviewBlock extends MarkedBlock {
  readonly label: string;
  readonly fromS: number;
  readonly toS: number;
  /** Walked again from its beginning later on: what counts is the later one. */
  readonly begunAnew: boolean;
  /** Strides that end in the step, both legs where they were measured. */
  readonly legs: Readonly<Partial<Record<Side, BlockLeg>>>;
  readonly symmetry: readonly SymmetryFigure[];
  /** Steps against the target on the patient's screen. */
  readonly judged: number;
  readonly inTarget: number;
  /** Of forecasts FIGURE_MS ahead that met their truth in the step, by joint. */
  readonly errors: readonly BlockError[];
}

/** Strides are odd or sound among those of their own step: one that walks otherwise than the others is what is looked for. */
export interface BlockLeg {
  readonly found: number;
  /** Of those that count; null for none. */
  readonly summary: LegSummary | null;
}

/** Mean absolute errors, deg, on the same `n` ticks. */
export interface BlockError {
  readonly joint: ChannelName;
  readonly n: number;
  readonly mae: number;
  /** Of no change at all. */
  readonly still: number;
}

export type ReviewGoal = StepGoalReview | RangeGoalReview | SymmetryGoalReview;

/** On the patient's screen: each step against a band of one joint at one moment. */
export interface StepGoalReview {
  readonly kind: 'steps';
  readonly goal: Goal;
  readonly judged: number;
  readonly inTarget: number;
}

/** Knee range of one leg, at least, while that was the goal. */
export interface RangeGoalReview {
  readonly kind: 'range';
  readonly side: Side;
  readonly degrees: number;
  /** That count, and those of them that reached it. */
  readonly strides: number;
  readonly reached: number;
  /** deg; NaN for no stride. */
  readonly mean: number;
}

/** Symmetry index of the knee ranges, whatever its sign, at most, while that was the goal. */
export interface SymmetryGoalReview {
  readonly kind: 'symmetry';
  readonly percent: number;
  /** That count, of each leg. */
  readonly strides: Readonly<Record<Side, number>>;
  /** What it came to; NaN where one leg has no stride. */
  readonly index: number;
}

export interface ReviewModel {
  readonly atS: number;
  /** null: none fitted. */
  readonly id: string | null;
  readonly executor: string | null;
  /** Of a personal model: what it is called; else null. */
  readonly personal: string | null;
}

/** `low` and `high` of each joint (order of `joints`) in parts of `partS` seconds; NaN where nothing was measured. */
export interface Overview {
  readonly partS: number;
  readonly low: readonly Float32Array[];
  readonly high: readonly Float32Array[];
}
