import { HistoryRing } from '../../gait/ring';
import type { ChannelName } from '../../gait/channels';

/** A ring that holds the given values of some channels; measured is the same as input unless given. */
export function historyOf(
  values: Record<ChannelName, ArrayLike<number>>,
  rate = 100,
  measured: Record<ChannelName, ArrayLike<number>> = values,
): HistoryRing {
  const channels = Object.keys(values);
  const length = values[channels[0]].length;
  const ring = new HistoryRing(channels, length, rate);
  for (let t = 0; t < length; t++)
    ring.push(
      channels.map((c) => values[c][t]),
      channels.map((c) => measured[c][t]),
    );
  return ring;
}
