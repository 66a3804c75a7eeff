import type { ActivePersonal, AdaptationState, StrideList } from '../../engine/adapt-protocol';
import type { Slice } from './store';

/** What became of the last change of the personal model, for the therapist to read beside the way back. */
export type PersonalOutcome =
  /** Runs, and is being written. */
  | { kind: 'saving' }
  | { kind: 'saved'; n: number; patient: string }
  /** Was made again between strides, and saved. */
  | { kind: 'updated'; n: number; patient: string }
  /** Runs, held by this page only: no patient is chosen. */
  | { kind: 'held' }
  /** Runs, but the browser did not keep it; `code` says why. */
  | { kind: 'notSaved'; code: string }
  /** The patient has come back, and with the patient the model. */
  | { kind: 'loaded'; n: number; patient: string }
  | { kind: 'refused'; n: number; patient: string; code: 'other_base' | 'other_channels' | 'damaged' }
  | { kind: 'base' }
  /** The storage failed; what runs, runs on. */
  | { kind: 'storage'; code: string }
  | null;

/** What the engine last said about learning from strides, and what the page did with it. */
export interface AdaptSlice {
  strides: StrideList | null;
  adaptation: AdaptationState;
  activePersonal: ActivePersonal | null;
  /** The classical forecaster that was chosen in the network's place; null for a network. */
  personalPeer: string | null;
  /** How many strides the therapist had it learn from last. */
  adaptStrides: number | null;
  /** Quiet updates between strides, asked for in this session. */
  continuous: boolean;
  outcome: PersonalOutcome;
  /** A model that was accepted is stored nowhere. */
  unsavedPersonal: boolean;
  /** The last change can be taken back. */
  canUndoPersonal: boolean;
  setStrides: (strides: StrideList | null) => void;
  setAdaptation: (adaptation: AdaptationState) => void;
  setActivePersonal: (active: ActivePersonal | null) => void;
  setUnsavedPersonal: (unsaved: boolean) => void;
  setPersonalPeer: (peerId: string | null) => void;
  setAdaptStrides: (strides: number) => void;
  setContinuous: (on: boolean) => void;
  setOutcome: (outcome: PersonalOutcome, canUndo: boolean) => void;
}

export const adaptSlice: Slice<AdaptSlice> = (set) => ({
  strides: null,
  adaptation: { phase: 'idle' },
  activePersonal: null,
  unsavedPersonal: false,
  personalPeer: null,
  adaptStrides: null,
  continuous: false,
  outcome: null,
  canUndoPersonal: false,
  setStrides: (strides) => set({ strides }),
  setAdaptation: (adaptation) => set({ adaptation }),
  setActivePersonal: (activePersonal) => set({ activePersonal }),
  setUnsavedPersonal: (unsavedPersonal) => set({ unsavedPersonal }),
  setPersonalPeer: (personalPeer) => set({ personalPeer }),
  setAdaptStrides: (adaptStrides) => set({ adaptStrides }),
  setContinuous: (continuous) => set({ continuous }),
  setOutcome: (outcome, canUndoPersonal) => set({ outcome, canUndoPersonal }),
});
