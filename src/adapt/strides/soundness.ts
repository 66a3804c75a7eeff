import { channelInfo, type ChannelName } from '../../gait/channels';
import { type Refusal, refuse } from './refusal';

/** More missing or impossible values than this, and the rest is not trusted either. */
const CORRUPT_SHARE = 0.02;
/** A joint that takes part in walking moves further than this, deg. */
const LEAST_RANGE = 3;
/** A knee that does not bend by as much has not walked, deg. */
const LEAST_KNEE_RANGE = 12;
/** Values that stay at an extreme for so many ticks are stuck there ... */
const STUCK_TICKS = 6;
/** ... and so much of the walk may be: quantised sensors rest at a turning point for a moment. */
const CLIPPED_SHARE = 0.06;

/** What is wrong with a channel's measured values, or null. Only angles are judged by how far and how freely they move. */
export function unsound(name: ChannelName, values: Float32Array): Refusal | null {
  const info = channelInfo(name);
  const [low, high] = info?.plausible ?? [-Infinity, Infinity];
  let bad = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const v of values) {
    if (!(v >= low && v <= high)) {
      bad++;
      continue;
    }
    if (v < min) min = v;
    if (v > max) max = v;
  }
  const share = values.length === 0 ? 1 : bad / values.length;
  if (share > CORRUPT_SHARE) return refuse('corrupt', share, CORRUPT_SHARE, [name]);
  const angle = info?.kind === 'angle';
  const least = !angle ? 0 : info.base === 'knee_angle' ? LEAST_KNEE_RANGE : LEAST_RANGE;
  if (!(max - min > least)) return refuse('constant', max - min, least, [name]);
  if (!angle) return null;
  const stuck = Math.max(stuckShare(values, max, max - min), stuckShare(values, min, max - min));
  return stuck > CLIPPED_SHARE ? refuse('clipped', stuck, CLIPPED_SHARE, [name]) : null;
}

/** Share of the values that lie at `extreme` in runs of at least STUCK_TICKS. */
function stuckShare(values: Float32Array, extreme: number, range: number): number {
  const near = 1e-4 * range;
  let stuck = 0;
  let run = 0;
  for (let i = 0; i <= values.length; i++) {
    if (i < values.length && Math.abs(values[i] - extreme) <= near) run++;
    else {
      if (run >= STUCK_TICKS) stuck += run;
      run = 0;
    }
  }
  return stuck / Math.max(values.length, 1);
}
