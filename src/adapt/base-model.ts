import { historyTicks } from '../forecast/features';
import type { FeatureCard } from '../forecast/model-card';
import type { NetworkSpec } from '../forecast/network-spec';
import type { WeightTensor } from '../forecast/runtime/executor';

/** A network as far as learning on it goes. */
export interface NetworkModel {
  readonly card: FeatureCard & { readonly id: string; readonly architecture: NetworkSpec };
  readonly weights: readonly WeightTensor[];
}

/** A base model, with the network that remembers the person's strides where personal models over it start from that. */
export interface BaseModel extends NetworkModel {
  readonly memory?: NetworkModel | null;
}

/** What a personal model over this base starts from. */
export const startOf = (base: BaseModel): NetworkModel => base.memory ?? base;

/** Ticks that a personal model over this base looks back on where they are there. */
export const lookBackTicks = (base: {
  readonly card: FeatureCard;
  readonly memory?: { readonly card: FeatureCard } | null;
}): number => Math.max(historyTicks(base.card), base.memory ? historyTicks(base.memory.card) : 0);
