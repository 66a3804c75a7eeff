import type { PersonalModel } from '../../adapt/personal-model';
import { decodePersonal } from '../../adapt/personal-file';
import { PersonalForecaster } from '../../adapt/personal-forecaster';
import { classicalCard } from '../../adapt/peers/classical-card';
import { createPeer, type PeerChoice } from '../../adapt/peers/peer-choice';
import { decodePeer } from '../../adapt/peers/peer-file';
import { ShownPeer } from '../../adapt/peers/shown-peer';
import type { Forecaster } from '../../forecast/forecaster';
import type { ModelCard } from '../../forecast/model-card';
import type { LoadedModel } from '../../forecast/model-library';
import { NetworkForecaster } from '../../forecast/network-forecaster';
import type { Executor } from '../../forecast/runtime/executor';
import { bestKernelBuild } from '../../forecast/runtime/wasm/kernels';
import { wasmRelaxed, wasmSimd } from '../../forecast/runtime/wasm/wasm-executor';
import type { Side } from '../../gait/channels';
import type { PersonalDraft } from '../adapt-protocol';
import type { ShownForecaster } from '../pipeline/forecast-lane';

/** What a person's strides became, in memory. */
export type PersonalParts =
  | { readonly kind: 'network'; readonly personal: PersonalModel }
  | { readonly kind: 'peer'; readonly peer: PeerChoice };

/** Something that runs in the place of a base model on one leg. */
export interface LivePersonal {
  readonly draft: PersonalDraft;
  readonly parts: PersonalParts;
  readonly side: Side;
  readonly baseKey: string;
  readonly shown: ShownForecaster;
  /** Of the network that it starts from: it is as unsure as that, where it is. */
  readonly card: ModelCard;
  /** The base model, to stand beside; `executor` is that of the base model in use. */
  beside(executor: Executor): Forecaster;
  dispose(): void;
}

/** The parts that a draft's bytes hold. Throws Error with what is wrong. */
export function partsOf({ kind, bytes }: PersonalDraft): PersonalParts {
  return kind === 'network' ? { kind, personal: decodePersonal(bytes) } : { kind, peer: decodePeer(bytes) };
}

/** Rejects, as do the kernels, or with RangeError where the parts do not fit the base model. */
export async function runPersonal(
  draft: PersonalDraft,
  parts: PersonalParts,
  base: LoadedModel,
): Promise<LivePersonal> {
  const { side, baseSha256: baseKey } = draft;
  if (parts.kind === 'network') {
    // Synchronous and small: on the processor it runs in a fraction of a tick wherever the base model runs.
    const make = bestKernelBuild() === 'relaxed' ? wasmRelaxed : wasmSimd;
    const shown = await PersonalForecaster.create(base, parts.personal, side, make);
    const card = parts.personal.memory && base.memory ? base.memory.card : base.card;
    const [beside, dispose] = [() => shown.beside, () => shown.dispose()];
    return { draft, parts, side, baseKey, shown, card, beside, dispose };
  }
  const peer = createPeer(parts.peer, classicalCard(base.card), side);
  if (peer.steps !== base.card.steps || peer.outputs.length !== base.card.outputs.length)
    throw new RangeError('the forecaster has other outputs than the base model');
  const shown = new ShownPeer(peer, base.card);
  const beside = (executor: Executor) => new NetworkForecaster(base.card, executor, side);
  return { draft, parts, side, baseKey, shown, card: base.card, beside, dispose: () => shown.dispose() };
}
