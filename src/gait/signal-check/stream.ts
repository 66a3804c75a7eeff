import { channelInfo } from '../channels';
import type { Hertz, Percent } from '../units';
import type { Finder } from './finder';
import type { StreamRecording } from './recording';

/** What the receiver knows of a stream's clock; null: not yet known. */
export interface StreamClock {
  /** On the receiver's clock. */
  readonly measuredRate: Hertz | null;
  /** Device clock against the receiver's. */
  readonly driftPpm: number | null;
}

/** By the device's stamps (exact) and by the receiver's clock (a few tenths of a percent in 10 s, for USB comes in lumps). */
const STAMPED_PERCENT = { note: 1, fix: 5 };
const RECEIVED_PERCENT = { note: 3, fix: 10 };
const LOST_PERCENT = { note: 1, fix: 5 };
const DRIFT_PPM = { note: 3_000, fix: 20_000 };

export function checkStream(recording: StreamRecording, clock: StreamClock | undefined, find: Finder): void {
  const { rate, channels } = recording.stream;
  const away = (measured: Hertz | null | undefined): Percent =>
    measured === null || measured === undefined ? 0 : 100 * (measured / rate - 1);
  const stamped = away(recording.stampedRate);
  const received = away(clock?.measuredRate);
  const lost = recording.lostPercent;
  const drift = clock?.driftPpm ?? 0;
  for (const channel of channels) {
    const least = channelInfo(channel)?.minRate ?? 0;
    const beyond = (limit: 'note' | 'fix'): boolean =>
      Math.abs(stamped) > STAMPED_PERCENT[limit] ||
      Math.abs(received) > RECEIVED_PERCENT[limit] ||
      lost > LOST_PERCENT[limit];
    if (rate < least) find(channel, 'rate_off', 'fix', { rateHz: rate, neededHz: least });
    else if (beyond('note')) {
      const figures = { rateHz: rate, stampedPercent: stamped, receivedPercent: received, lostPercent: lost };
      find(channel, 'rate_off', beyond('fix') ? 'fix' : 'note', figures);
    }
    if (Math.abs(drift) > DRIFT_PPM.note) {
      find(channel, 'drift', Math.abs(drift) > DRIFT_PPM.fix ? 'fix' : 'note', { driftPpm: drift });
    }
  }
}
