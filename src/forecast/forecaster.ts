import type { ChannelName } from '../gait/channels';
import type { Hertz } from '../gait/units';

/**
 * The past at model rate, newest sample last. Views are zero-copy and valid until the next tick.
 * A real pipeline, a lab evaluation and a test all offer the same.
 */
export interface History {
  readonly rate: Hertz;
  /** Number of ticks held, at most the capacity. */
  readonly length: number;
  /** Last `ticks` conditioned values (causal filter, what networks see), oldest first. Throws RangeError if not held. */
  input(channel: ChannelName, ticks: number): Float32Array;
  /** Last `ticks` calibrated, unfiltered values (what is scored), oldest first. */
  measured(channel: ChannelName, ticks: number): Float32Array;
}

/**
 * A window becomes a trajectory. Networks and baselines are peers behind this interface.
 * `forecast` writes degrees to `out[(joint * steps) + step - 1]`, step 1..steps ahead of the newest sample.
 * It must not allocate per call where it can be avoided, and must not keep views into `history`.
 */
export interface Forecaster {
  readonly id: string;
  readonly kind: 'network' | 'baseline';
  readonly inputs: readonly ChannelName[];
  readonly outputs: readonly ChannelName[];
  /** Ticks of history that it needs. */
  readonly windowTicks: number;
  /** Ticks that it looks back on where they are there; where not given, windowTicks. */
  readonly historyTicks?: number;
  readonly steps: number;
  forecast(history: History, out: Float32Array): void | Promise<void>;
  dispose(): void;
}

/** Ticks of history that serve all of them to the full. */
export const historyDepth = (forecasters: readonly Forecaster[]): number =>
  Math.max(...forecasters.map((f) => f.historyTicks ?? f.windowTicks));

/** The horizons that tables and the selector show, ms. Steps at 100 Hz: 1, 2, 5, 10, 20, 50. */
export const SHOWN_HORIZONS_MS = [10, 20, 50, 100, 200, 500] as const;
