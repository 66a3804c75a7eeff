import type { BaselinesFile } from '../../forecast/baselines/baselines-file';
import type { AdaptStage } from '../adapt';
import type { Evidence } from '../comparison';
import type { BaseModel } from '../base-model';
import type { PeerModels } from '../peers/fit-peers';
import type { MethodId, PersonalModel } from '../personal-model';
import type { StrideSet } from '../strides/stride-set';
import type { Walk } from '../walk';

/** To the adaptation worker: all that it needs, as plain data. One at a time. */
export interface AdaptRequest {
  readonly base: BaseModel;
  /** sha256 of the base model's weights: what was read of the replay walks holds as long as it is the same. */
  readonly baseKey: string;
  readonly baselines: BaselinesFile;
  readonly set: StrideSet;
  /** What the strides of the set are called, by their first tick. */
  readonly strideIds: readonly (readonly [start: number, id: number])[];
  readonly replay: readonly Walk[];
  /** By itself, between strides: quick, and only a model that beats `running` counts. */
  readonly quiet: boolean;
  readonly running: PersonalModel | null;
}

/** The verdict and what it was made on. */
export interface Verdict extends Evidence {
  readonly decision: 'accept' | 'keep';
  readonly method: MethodId;
  readonly losses: readonly number[];
  readonly betterPeer: string | null;
}

/** From the adaptation worker: progress, then the verdict, then the model that learned from all strides. */
export type AdaptReport =
  | { readonly type: 'progress'; readonly stage: AdaptStage; readonly share: number; readonly loss?: number }
  | { readonly type: 'judged'; readonly verdict: Verdict }
  | { readonly type: 'made'; readonly personal: PersonalModel; readonly peers: PeerModels | null }
  | { readonly type: 'failed'; readonly detail: string };
