import type { FeatureCard } from '../forecast/model-card';
import { bindToSide, type ChannelName } from '../gait/channels';
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

/** Of these walks those that have every channel of the card, the forecast leg as the right one. */
export function walksWith(card: Pick<FeatureCard, 'inputs' | 'outputs'>, walks: readonly Walk[]): Walk[] {
  const names = [...card.inputs, ...card.outputs].map((name) => bindToSide(name, 'r'));
  return walks.filter((walk) => names.every((name) => walk.channels[name] !== undefined));
}
