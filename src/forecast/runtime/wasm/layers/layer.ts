import type { Kernels } from '../kernels';
import type { Arena } from '../memory';
import type { Parameter, Parameters } from '../parameters';

/** One step of the network: called with addresses fixed, so that a run allocates nothing. */
export interface Layer {
  readonly parameters: readonly Parameter[];
  forward(batch: number): void;
  /**
   * From the gradients of what `forward` wrote, those of its inputs (overwritten) and weights (added); what is not
   * wanted is left out. Needs what the last `forward` left.
   */
  backward(batch: number, wanted: Wanted): void;
}

/** A convolution of which only some rows are new. */
export interface Sliding {
  /** Rows before `head` and from `tail` on, of the first sample; the others stay as they are. */
  forwardEdges(head: number, tail: number): void;
}

export interface Wanted {
  readonly inputs: boolean;
  readonly weights: boolean;
}

/** What layers are made in. */
export interface Workshop {
  readonly kernels: Kernels;
  readonly arena: Arena;
  readonly parameters: Parameters;
  readonly maxBatch: number;
  /** Gradients get room and dropout is applied. */
  readonly training: boolean;
  /** Parameter blocks, byte addresses, set before the first run. */
  weights: number;
  gradients: number;
  /** Changes with each training step. */
  dropoutSeed: number;
}

export const weightAt = (shop: Workshop, p: Parameter): number => shop.weights + 4 * p.offset;
export const gradientAt = (shop: Workshop, p: Parameter): number => shop.gradients + 4 * p.offset;

/** Room for `floats` where gradients are needed, else none (address 0). */
export const forTraining = (shop: Workshop, floats: number): number =>
  shop.training ? shop.arena.floats(floats) : 0;
