import type { ChannelName } from './channels';
import type { Hertz, Microseconds } from './units';

/**
 * Samples of one stream that lie side by side in time, in device units or, after calibration, in ours.
 * Sample i was taken at `startUs + i * 1e6 / rate` on the device clock (unwrapped: monotonic, may pass 2^32).
 */
export interface SampleBlock {
  readonly stream: number;
  readonly channels: readonly ChannelName[];
  readonly rate: Hertz;
  /** Number of this block's first sample, counted by the device since start; a jump is a loss. */
  readonly firstIndex: number;
  readonly startUs: Microseconds;
  readonly count: number;
  /** Interleaved: value of channel c of sample i is `data[i * channels.length + c]`. Valid until the next push. */
  readonly data: Float32Array;
}
