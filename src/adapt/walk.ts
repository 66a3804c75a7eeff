import type { ChannelName } from '../gait/channels';
import type { Hertz } from '../gait/units';

/**
 * A walk at model rate, tick by tick, as the live pipeline gave it: `input` conditioned (what networks see), `measured`
 * unfiltered (what is forecast and scored). NaN where nothing came.
 */
export interface Walk {
  readonly rate: Hertz;
  readonly ticks: number;
  readonly channels: Readonly<Record<ChannelName, WalkChannel>>;
}

export interface WalkChannel {
  readonly input: Float32Array;
  readonly measured: Float32Array;
}

/** A stride [start, end) in ticks of the walk. `use`: taken in, by itself or by hand; false for turns, stops and outliers. */
export interface MarkedStride {
  readonly start: number;
  readonly end: number;
  readonly use: boolean;
}
