import { DEFAULT_PROTOCOL, type Protocol, type ProtocolStep } from '../../records/shapes/protocol';
import type { Passed } from '../protocol/step-progress';
import type { Slice } from './store';

/** The order of a session that is being followed. */
export interface Following {
  /** As they were when it began: the editor changes the next session only. */
  readonly steps: readonly ProtocolStep[];
  /** The step that runs; as many as there are steps when all are done. */
  readonly at: number;
  readonly passed: Passed;
}

/** The clinic's order of a session, and how far this session is in it. */
export interface ProtocolSlice {
  protocol: Protocol;
  following: Following | null;
  setProtocol: (protocol: Protocol) => void;
  setFollowing: (following: Following | null) => void;
}

export const protocolSlice: Slice<ProtocolSlice> = (set) => ({
  protocol: DEFAULT_PROTOCOL,
  following: null,
  setProtocol: (protocol) => set({ protocol }),
  setFollowing: (following) => set({ following }),
});
