import type { Part } from '../parameters';
import type { Workshop } from './layer';
import { forTraining } from './layer';

/** A vector for each sample, made of padded parts side by side. */
export interface Vector {
  readonly parts: readonly Part[];
  readonly width: number;
  readonly at: number;
  readonly gradient: number;
}

export function newVector(shop: Workshop, parts: readonly Part[]): Vector {
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const floats = shop.maxBatch * width;
  return { parts, width, at: shop.arena.floats(floats), gradient: forTraining(shop, floats) };
}

/** The network's second input, gapless. */
export interface Context {
  readonly size: number;
  readonly at: number;
}
