import { type ChannelName, channelInfo } from '../gait/channels';
import type { TickSource } from './pipeline/tick-source';

/** One second, and how much of it must be there. */
const TICKS = 100;
const MIN_TICKS = 50;

/** Mean of each joint angle over the last second, deg; null while less than half a second of it is held. */
export function angleMeans(source: TickSource): Record<ChannelName, number> | null {
  const { history, channels } = source;
  if (history.length < MIN_TICKS) return null;
  const means: Record<ChannelName, number> = {};
  for (const name of channels) {
    if (channelInfo(name)?.kind !== 'angle') continue;
    let sum = 0;
    let n = 0;
    for (const value of history.measured(name, Math.min(TICKS, history.length))) {
      if (!Number.isFinite(value)) continue;
      sum += value;
      n++;
    }
    if (n >= MIN_TICKS) means[name] = sum / n;
  }
  return means;
}
