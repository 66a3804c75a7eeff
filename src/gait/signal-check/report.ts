import type { ChannelName, Side } from '../channels';

/** The steps in the order in which a therapist works. */
export const SIGNAL_CHECK_STEPS = ['stand', 'bend', 'contract'] as const;
export type SignalCheckStep = (typeof SIGNAL_CHECK_STEPS)[number];

export type SignalFindingCode =
  | 'ok'
  | 'flat'
  | 'clipped'
  | 'hum'
  | 'noisy'
  | 'wrong_sign'
  | 'swapped_legs'
  | 'no_contact'
  | 'rate_off'
  | 'drift'
  | 'out_of_range'
  | 'missing';

export interface SignalFinding {
  channel: ChannelName;
  step: SignalCheckStep;
  code: SignalFindingCode;
  /** fix: do something before walking; note: worth knowing, may stay. */
  severity: 'pass' | 'fix' | 'note';
  /** Plain numbers behind it, by name (`rmsMv`, `meanDeg`, `humHz`, ...). */
  figures: Record<string, number>;
}

/** Plain data: is stored with the session as JSON. */
export interface SignalCheckReport {
  version: 1;
  affectedSide: Side;
  /** Steps that were done; the rest was skipped. */
  steps: SignalCheckStep[];
  /** All findings of a channel; one `ok` for a channel without any. */
  findings: SignalFinding[];
  /** No finding says fix. */
  sound: boolean;
}
