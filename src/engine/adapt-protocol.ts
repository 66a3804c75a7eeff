import type { AdaptStage } from '../adapt/adapt';
import type { ComparisonRow, Evidence } from '../adapt/comparison';
import type { Refusal } from '../adapt/strides/refusal';
import type { ByHand } from '../gait/cycles/cycle-set';
import type { CycleFlag, CycleJoint, EventSource } from '../gait/cycles/types';
import type { ChannelName, Side } from '../gait/channels';

export type { ComparisonRow };
export type { ExampleStride } from '../adapt/comparison';

/**
 * What page and engine worker say to each other about learning from strides. Types only. The engine collects strides as the
 * patient walks, has a second worker learn from them, and runs what came of it; the page shows, asks and keeps.
 */

/** One completed gait cycle of the leg that is adapted to, as the therapist sees it. */
export interface StrideView {
  /** Stays the same for as long as the walk does. */
  readonly id: number;
  readonly side: Side;
  readonly source: EventSource;
  readonly startTick: number;
  readonly endTick: number;
  readonly seconds: number;
  readonly flags: readonly CycleFlag[];
  readonly byHand: ByHand;
  /** By hand, or by its flags: it will be learned from (where a window of history lies before it). */
  readonly used: boolean;
  /** A whole window of history lies before most of it. */
  readonly forecastable: boolean;
  /** 101 points, 0-100 % of the cycle, deg. */
  readonly curves: Readonly<Partial<Record<CycleJoint, Float32Array>>>;
}

export interface StrideList {
  /** Changes when a new walk begins: another source, model rate, side. */
  readonly walk: number;
  readonly side: Side;
  /** Latest last; at most the last 60. */
  readonly strides: readonly StrideView[];
  /** Used and forecastable. */
  readonly ready: number;
  /** So many are asked for before Adapt is proposed. */
  readonly wanted: number;
  /** Why Adapt would be refused now; empty where it would not. */
  readonly refusals: readonly Refusal[];
}

export interface Comparison extends Evidence {
  readonly decision: 'accept' | 'keep';
  readonly method: string;
  readonly losses: readonly number[];
  readonly trainingStrides: number;
  readonly keptBackStrides: number;
  /** A classical forecaster that beats base and personal model clearly on the kept-back strides; null mostly. */
  readonly betterPeer: string | null;
  /** From the button to this, s. */
  readonly seconds: number;
}

export type AdaptationState =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'running';
      readonly stage: AdaptStage;
      readonly share: number;
      /** null until it can be told. */
      readonly secondsLeft: number | null;
      readonly losses: readonly number[];
      /** Strides taken, and kept back. */
      readonly trainingStrides: number;
      readonly keptBackStrides: number;
      /** The training worker died and was started again. */
      readonly restarts: number;
    }
  | { readonly phase: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly phase: 'cancelled' }
  | { readonly phase: 'failed'; readonly code: 'worker_died' | 'internal'; readonly detail: string }
  | { readonly phase: 'compare'; readonly comparison: Comparison };

/** What runs instead of the base model alone. */
export interface ActivePersonal {
  /** Record id, or null while it is not kept yet. */
  readonly id: string | null;
  readonly label: string;
  readonly side: Side;
  /** `network`: the personal model; else the id of the classical forecaster chosen instead. */
  readonly kind: 'network' | 'peer';
}

/** A personal model as it is kept: numbers as bytes, and where they came from. */
export interface PersonalDraft {
  readonly modelId: string;
  /** sha256 of the base model's weights: a personal model belongs to these and no others. */
  readonly baseSha256: string;
  /** Of the network with the memory that it starts from; null where it starts from the base model itself. */
  readonly memorySha256: string | null;
  readonly rate: number;
  readonly channels: readonly ChannelName[];
  readonly side: Side;
  /** Personal model that it was made over; null for the base model. */
  readonly parentId: string | null;
  readonly kind: 'network' | 'peer';
  /** Id of the classical forecaster where kind is `peer`. */
  readonly peerId: string | null;
  readonly method: string;
  readonly bytes: Uint8Array;
  readonly trainingStrides: readonly { startTick: number; endTick: number }[];
  readonly keptBackStrides: readonly { startTick: number; endTick: number }[];
  readonly rows: readonly ComparisonRow[];
  readonly decision: 'accept' | 'keep';
  /** Made by the continuous option, between strides. */
  readonly continuous: boolean;
}

export type AdaptCommand =
  | { type: 'stride'; id: number; byHand: ByHand }
  | { type: 'clearStrides' }
  /** `strides`: the latest so many are learned from. */
  | { type: 'adapt'; action: 'start'; strides: number }
  | { type: 'adapt'; action: 'cancel' }
  /** `choice`: the personal network, or the id of a classical forecaster. The draft comes back as `personal`. */
  | { type: 'adapt'; action: 'accept'; choice: string }
  /** Keep the base (or the present personal) model; the comparison is put away. */
  | { type: 'adapt'; action: 'keep' }
  /** A kept personal model becomes active, or (null) the base model does. */
  | { type: 'usePersonal'; personal: { id: string; label: string; draft: PersonalDraft } | null }
  | { type: 'continuous'; on: boolean };

export type AdaptEvent =
  | { type: 'strides'; list: StrideList }
  | { type: 'adaptation'; state: AdaptationState }
  /** Accepted and active: the page keeps it and answers with `usePersonal` and its record id. */
  | { type: 'personal'; draft: PersonalDraft }
  | { type: 'activePersonal'; active: ActivePersonal | null }
  /** A kept personal model cannot run here: other base weights, rate or channels. */
  | { type: 'personalRefused'; id: string; code: 'other_base' | 'other_channels' | 'damaged' };
