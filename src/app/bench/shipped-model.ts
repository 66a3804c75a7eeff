import { ModelLibrary } from '../../forecast/model-library';
import type { BenchNetwork } from './messages';

export interface ShippedModel extends BenchNetwork {
  /** Names the weights: what is measured for them holds again. */
  readonly sha256: string;
}

/** A model of `models/` below `baseUrl`, or the first one: that which runs by default. */
export async function shippedModel(baseUrl: string, id: string | null): Promise<ShippedModel> {
  const library = await openLibrary(baseUrl);
  const { card, weights } = await library.load(id ?? library.cards[0].id);
  return { spec: card.architecture, weights, sha256: card.files.weights.sha256 };
}

/** The name of a model's weights, without loading them. */
export async function weightsNameOf(baseUrl: string, id: string): Promise<string | null> {
  const { cards } = await openLibrary(baseUrl);
  return cards.find((card) => card.id === id)?.files.weights.sha256 ?? null;
}

const openLibrary = (baseUrl: string): Promise<ModelLibrary> =>
  ModelLibrary.open(async (path) => {
    const response = await fetch(new URL(`models/${path}`, baseUrl));
    if (!response.ok) throw new Error(`${response.status} ${path}`);
    return new Uint8Array(await response.arrayBuffer());
  });
