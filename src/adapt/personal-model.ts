import type { WeightTensor } from '../forecast/runtime/executor';
import type { Correction } from './closed-form/correction';

export type MethodId = 'closed_form' | 'fine_tuned' | 'fine_tuned_closed_form';

/**
 * A person's model: what is added to the base model, which it needs beside it and never changes. Plain data, so that it
 * can be sent between workers and stored. Its forecast is base + blend * (own - base), at each output step.
 */
export interface PersonalModel {
  readonly version: 1;
  readonly method: MethodId;
  /** All weights of the network, retrained; null where the base's are used. */
  readonly tuned: readonly WeightTensor[] | null;
  /** On the deep features of the tuned network where there is one. */
  readonly correction: Correction | null;
  /** 0 (base) to 1, [outputs * steps]. */
  readonly blend: Float32Array;
}
