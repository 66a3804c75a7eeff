import type { PeerChoice, PeerId } from '../../adapt/peers/peer-choice';
import { encodePeer } from '../../adapt/peers/peer-file';
import { encodePersonal } from '../../adapt/personal-file';
import type { PersonalModel } from '../../adapt/personal-model';
import type { Walk } from '../../adapt/walk';
import type { AdaptRequest, Verdict } from '../../adapt/worker/protocol';
import type { LoadedModel } from '../../forecast/model-library';
import { bindToSide } from '../../gait/channels';
import type { PersonalDraft } from '../adapt-protocol';
import type { Material } from './stride-collector';

/** What is to be adapted to what. */
export interface Assignment {
  readonly base: LoadedModel;
  /** sha256 of the base weights. */
  readonly baseKey: string;
  readonly replay: readonly Walk[];
  readonly material: Material;
  readonly parentId: string | null;
  /** Made by itself, between strides: against the personal model that runs. */
  readonly quiet: boolean;
  readonly running: PersonalModel | null;
}

export function requestOf({ base, baseKey, replay, material, quiet, running }: Assignment): AdaptRequest {
  const { card, weights, memory, baselines } = base;
  return {
    base: { card, weights, memory },
    baseKey,
    baselines,
    set: material.set,
    strideIds: material.ids,
    replay,
    quiet,
    running,
  };
}

/** A personal model, or the classical forecaster that was chosen instead. */
type Made =
  | { readonly kind: 'network'; readonly personal: PersonalModel }
  | { readonly kind: 'peer'; readonly peerId: PeerId; readonly peer: PeerChoice };

export function draftOf(
  { base, baseKey, material, parentId, quiet }: Assignment,
  verdict: Verdict,
  made: Made,
): PersonalDraft {
  const { card } = base;
  const { side } = material.set;
  const channels = [...new Set([...card.inputs, ...card.outputs])].map((name) => bindToSide(name, side));
  return {
    modelId: card.id,
    baseSha256: baseKey,
    memorySha256: made.kind === 'network' && made.personal.memory ? memoryKeyOf(base) : null,
    rate: card.rate,
    channels,
    side,
    parentId,
    method: made.kind === 'peer' ? made.peerId : verdict.method,
    trainingStrides: [...material.training],
    keptBackStrides: [...material.keptBack],
    rows: verdict.rows,
    decision: verdict.decision,
    continuous: quiet,
    kind: made.kind,
    peerId: made.kind === 'peer' ? made.peerId : null,
    bytes: made.kind === 'peer' ? encodePeer(made.peer) : encodePersonal(made.personal),
  };
}

/** sha256 of the weights that personal models over this base start from; null where they start from its own. */
export const memoryKeyOf = ({ memory }: LoadedModel): string | null =>
  memory?.card.files.weights.sha256 ?? null;
