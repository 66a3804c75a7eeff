import type { ChannelName } from '../channels';
import type { SignalFinding, SignalFindingCode } from './report';

/** Notes a finding of the step at hand. */
export type Finder = (
  channel: ChannelName,
  code: Exclude<SignalFindingCode, 'ok'>,
  severity: Exclude<SignalFinding['severity'], 'pass'>,
  figures: Record<string, number>,
) => void;
