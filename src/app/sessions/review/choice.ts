import type { ChannelName } from '../../../gait/channels';

/** Which joint and which horizon are looked at. */
export interface Choice {
  readonly joint: ChannelName;
  readonly setJoint: (joint: ChannelName) => void;
  readonly ms: number;
  readonly setMs: (ms: number) => void;
}
