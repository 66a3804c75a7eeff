import type { SequenceShape } from '../../plan';
import { padded } from '../memory';
import type { Workshop } from './layer';
import { forTraining } from './layer';

/**
 * A batch of sequences in memory: rows of `width` floats (padded channels), either sample by sample
 * ([batch][ticks][width]) or, as LSTMs want and give it, step by step ([ticks][batch][width]). Both are one
 * gapless block of batch * ticks rows.
 */
export interface Sequence {
  readonly ticks: number;
  readonly channels: number;
  readonly width: number;
  readonly stepwise: boolean;
  readonly at: number;
  /** Gradient, same layout; 0 where there is none. */
  readonly gradient: number;
}

/** Floats from one step of a sample to its next. */
export const rowStride = (s: Sequence, batch: number): number => (s.stepwise ? batch * s.width : s.width);
/** Floats from one sample to the next. */
export const sampleStride = (s: Sequence): number => (s.stepwise ? s.width : s.ticks * s.width);

export function newSequence(shop: Workshop, { ticks, channels }: SequenceShape, stepwise: boolean): Sequence {
  const width = padded(channels);
  const floats = shop.maxBatch * ticks * width;
  return {
    ticks,
    channels,
    width,
    stepwise,
    at: shop.arena.floats(floats),
    gradient: forTraining(shop, floats),
  };
}

/** The network's input as the caller wrote it: gapless channels, no gradient. */
export function rawSequence(shop: Workshop, { ticks, channels }: SequenceShape): Sequence {
  const at = shop.arena.floats(shop.maxBatch * ticks * channels);
  return { ticks, channels, width: channels, stepwise: false, at, gradient: 0 };
}
