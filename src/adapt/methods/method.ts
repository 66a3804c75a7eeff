import type { FeatureCard } from '../../forecast/model-card';
import type { NetworkSpec } from '../../forecast/network-spec';
import type { WeightTensor } from '../../forecast/runtime/executor';
import type { Whitening } from '../../forecast/regression/whitening';
import type { MethodId, PersonalModel } from '../personal-model';
import type { DeepRows } from '../windows/deep-reader';
import type { WindowSet } from '../windows/window-set';

/** A base model as far as adapting it goes. */
export interface BaseModel {
  readonly card: FeatureCard & { readonly id: string; readonly architecture: NetworkSpec };
  readonly weights: readonly WeightTensor[];
}

/** Everything that a method may learn from. Rows are numbered alike in all parts. */
export interface AdaptationData {
  readonly base: BaseModel;
  readonly windows: WindowSet;
  /** What the base network makes of the windows. */
  readonly deep: DeepRows;
  /** Windows of base strides (generated), so that what was known is not forgotten. */
  readonly replay: WindowSet;
  readonly replayDeep: DeepRows;
  readonly whitening: Whitening;
  readonly seed: number;
}

/** Told of as work goes on: 0-1 of this fit, and the loss where there is one. Rejects when the work is to stop at once. */
export type MethodProgress = (share: number, loss?: number) => Promise<void>;

/** What a method made of some rows. */
export interface Fitted {
  /** Its own forecast of any rows, scaled units, [rows, outputs * steps]; not blended. */
  predict(rows: readonly number[]): Float32Array;
  readonly parts: Pick<PersonalModel, 'correction' | 'correctionShare' | 'tuned' | 'tunedShare'>;
  /** Loss by training step, where there was training. */
  readonly losses: readonly number[];
}

/** A way to make a personal model out of strides. Deterministic: the same data and seed give the same. */
export interface AdaptationMethod {
  readonly id: MethodId;
  /** Cheap enough to be fitted many times, for cross-validation. */
  readonly cheap: boolean;
  /** Work of a fit, about: what the time left is told by. `shared`: where the methods before it have done a part. */
  readonly effort: number;
  readonly shared?: number;
  /** Learns from `rows` of the windows, whose targets are all known. */
  fit(data: AdaptationData, rows: readonly number[], progress: MethodProgress): Promise<Fitted>;
}
