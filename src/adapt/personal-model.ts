import type { WeightTensor } from '../forecast/runtime/executor';
import type { Correction } from './closed-form/correction';

export type MethodId = 'closed_form' | 'fine_tuned' | 'fine_tuned_closed_form';

/**
 * A person's model: what is added to the base model, which it needs beside it and never changes. Plain data, so that it
 * can be sent between workers and stored. At each output step its forecast is, in scaled units,
 * base + blend * (correctionShare * correction + tunedShare * (tuned network - base network)).
 */
export interface PersonalModel {
  readonly version: 1;
  readonly method: MethodId;
  /** All weights of the network, retrained; null where the base's are used. */
  readonly tuned: readonly WeightTensor[] | null;
  readonly tunedShare: number;
  /** On the deep features of the base network. */
  readonly correction: Correction | null;
  readonly correctionShare: number;
  /** 0 (base) to 1, [outputs * steps]. */
  readonly blend: Float32Array;
}
