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
  const { card, weights, baselines } = base;
  return {
    base: { card, weights },
    baseKey,
    baselines,
    set: material.set,
    strideIds: material.ids,
    replay,
    quiet,
    running,
  };
}

export function draftOf(
  { base, baseKey, material, parentId, quiet }: Assignment,
  verdict: Verdict,
  made: Pick<PersonalDraft, 'kind' | 'peerId' | 'bytes'>,
): PersonalDraft {
  const { card } = base;
  const { side } = material.set;
  const channels = [...new Set([...card.inputs, ...card.outputs])].map((name) => bindToSide(name, side));
  return {
    modelId: card.id,
    baseSha256: baseKey,
    rate: card.rate,
    channels,
    side,
    parentId,
    method: made.peerId ?? verdict.method,
    trainingStrides: [...material.training],
    keptBackStrides: [...material.keptBack],
    rows: verdict.rows,
    decision: verdict.decision,
    continuous: quiet,
    ...made,
  };
}
