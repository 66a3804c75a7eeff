import { HalfEach } from '../../forecast/baselines/half-each';
import { Knn } from '../../forecast/baselines/knn';
import { LagVector } from '../../forecast/baselines/lag-vector';
import { MeanStride } from '../../forecast/baselines/mean-stride';
import { RandomFeatures } from '../../forecast/baselines/random-features';
import { Ridge } from '../../forecast/baselines/ridge';
import type { Forecaster } from '../../forecast/forecaster';
import type { FeatureCard } from '../../forecast/model-card';
import type { Side } from '../../gait/channels';
import { liftSize } from '../lift-schema';
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

/** Throws RangeError where a part was made for other inputs or outputs than the card's. */
function checkShapes(
  { ridge, randomFeatures, knn, meanStride }: Partial<PeerModels>,
  card: FeatureCard,
): void {
  const width = card.outputs.length * card.steps;
  const lags = new LagVector(card, 'r').size;
  const check = (holds: boolean, part: string): void => {
    if (!holds) throw new RangeError(`${part} was made for another model`);
  };
  if (ridge !== undefined) {
    check(ridge.steps === card.steps && ridge.rate === card.rate, 'ridge');
    check(ridge.outputs.join() === card.outputs.join(), 'ridge');
  }
  if (randomFeatures !== undefined) {
    const { whitening, lift, weights } = randomFeatures;
    check(whitening.features === lags, 'randomFeatures');
    check(weights.length === liftSize(lift, whitening.components) * width, 'randomFeatures');
  }
  if (knn !== undefined) {
    const { whitening, windows, futures } = knn;
    check(whitening.features === lags, 'knn');
    check(futures.length * whitening.components === windows.length * width, 'knn');
  }
  if (meanStride !== undefined)
    check(meanStride.curves.length === card.outputs.length * meanStride.points, 'meanStride');
}

/** The live forecaster, bound to a leg. Throws RangeError where a part is missing, or was made for another model. */
export function createPeer({ id, models }: PeerChoice, card: FeatureCard, side: Side): Forecaster {
  const part = <K extends keyof PeerModels>(key: K): PeerModels[K] => {
    const found = models[key];
    if (found === undefined) throw new RangeError(`${id} without ${key}`);
    return found;
  };
  checkShapes(models, card);
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
