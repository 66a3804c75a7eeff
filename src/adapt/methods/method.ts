import type { Whitening } from '../../forecast/regression/whitening';
import type { NetworkModel } from '../base-model';
import type { MethodId, PersonalModel } from '../personal-model';
import type { DeepRows } from '../windows/deep-reader';
import type { WindowSet } from '../windows/window-set';

/** Forecasts of the base model, [count, outputs * steps], of windows whose ticks are those of the windows learned from. */
interface BaseRows {
  readonly windows: WindowSet;
  readonly output: Float32Array;
}

/** Everything that a method may learn from. Rows are numbered alike in all parts. */
export interface AdaptationData {
  /** The network that is learned on. */
  readonly start: NetworkModel;
  readonly windows: WindowSet;
  /** What that network makes of the windows. */
  readonly deep: DeepRows;
  /** What the base model makes of the same ticks, in its own windows' units. */
  readonly base: BaseRows;
  /** The network that is learned on is not the base, but remembers the person's strides. */
  readonly remembers: boolean;
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
