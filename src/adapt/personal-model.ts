import type { WeightTensor } from '../forecast/runtime/executor';
import type { Correction } from './closed-form/correction';

export type MethodId = 'memory' | 'closed_form' | 'fine_tuned' | 'fine_tuned_closed_form';

/**
 * A person's model: what is added to the network it starts from, which is the base model or the network with the memory of
 * the person's strides that goes with it; it needs them beside it and never changes them. Plain data, so that it can be sent
 * between workers and stored. At each output step it forecasts, in scaled units of that network,
 * start + blend * (correctionShare * correction + tunedShare * (tuned network - start)); `use` is its share at each step, and
 * what the base model forecasts has the rest.
 */
export interface PersonalModel {
  readonly version: 2;
  readonly method: MethodId;
  /** It starts from the base model's memory network. */
  readonly memory: boolean;
  /** All weights of the network, retrained; null where the start's are used. */
  readonly tuned: readonly WeightTensor[] | null;
  readonly tunedShare: number;
  /** On the deep features of the network that it starts from. */
  readonly correction: Correction | null;
  readonly correctionShare: number;
  /** 0 (nothing is added) to 1, [outputs * steps]. */
  readonly blend: Float32Array;
  /** 0 (the base model) to 1, [outputs * steps]. */
  readonly use: Float32Array;
}
