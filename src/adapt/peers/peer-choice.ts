import { HalfEach } from '../../forecast/baselines/half-each';
import { Knn } from '../../forecast/baselines/knn';
import { MeanStride } from '../../forecast/baselines/mean-stride';
import { RandomFeatures } from '../../forecast/baselines/random-features';
import { Ridge } from '../../forecast/baselines/ridge';
import type { Forecaster } from '../../forecast/forecaster';
import type { FeatureCard } from '../../forecast/model-card';
import type { Side } from '../../gait/channels';
import type { PeerModels } from './fit-peers';

/** Classical forecasters that learn from strides, in the order in which they are shown, and what each is made of. */
const PARTS = {
  ridge_adapted: ['ridge'],
  random_features_adapted: ['randomFeatures'],
  knn: ['knn'],
  random_features_knn: ['randomFeatures', 'knn'],
  mean_stride: ['meanStride'],
} as const satisfies Record<string, readonly (keyof PeerModels)[]>;

export type PeerId = keyof typeof PARTS;
export const PEER_IDS = Object.keys(PARTS) as PeerId[];

/** One of them with what it needs and no more: plain data. */
export interface PeerChoice {
  readonly id: PeerId;
  readonly models: Partial<PeerModels>;
}

export function choosePeer(models: PeerModels, id: PeerId): PeerChoice {
  return { id, models: Object.fromEntries(PARTS[id].map((part) => [part, models[part]])) };
}

export const partsOf = (id: PeerId): readonly (keyof PeerModels)[] => PARTS[id];

/** The live forecaster, bound to a leg. Throws RangeError where a part is missing. */
export function createPeer({ id, models }: PeerChoice, card: FeatureCard, side: Side): Forecaster {
  const part = <K extends keyof PeerModels>(key: K): PeerModels[K] => {
    const found = models[key];
    if (found === undefined) throw new RangeError(`${id} without ${key}`);
    return found;
  };
  switch (id) {
    case 'ridge_adapted':
      return new Ridge(part('ridge'), side, id);
    case 'random_features_adapted':
      return new RandomFeatures(card, side, part('randomFeatures'), id);
    case 'knn':
      return new Knn(card, side, part('knn'));
    case 'random_features_knn':
      return new HalfEach(
        id,
        new RandomFeatures(card, side, part('randomFeatures'), id),
        new Knn(card, side, part('knn')),
      );
    case 'mean_stride':
      return new MeanStride(card, side, part('meanStride'), card.rate);
  }
}

/** All of them. */
export const createPeers = (models: PeerModels, card: FeatureCard, side: Side): Forecaster[] =>
  PEER_IDS.map((id) => createPeer({ id, models }, card, side));
