import type { ChannelName, Side } from '../../gait/channels';
import type { LegSummary } from '../../gait/cycles/leg-summary';
import type { CycleFlag, CycleJoint } from '../../gait/cycles/types';

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
