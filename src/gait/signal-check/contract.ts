import type { Side } from '../channels';
import { baseOf, channelInfo, otherSide, sideOf } from '../channels';
import type { Finder } from './finder';
import type { ChannelPart } from './recording';
import { EMG_STUCK_SHARE } from './stand';
import { emgWindows, median, quantile, spread, stuckShare } from './statistics';

/** Tensing is at least so many times rest, and so many microvolts, on an electrode with contact. */
const RATIO = { fix: 1.5, note: 3 };
const LEAST_UV = { fix: 4, note: 10 };
/** Muscles that straighten the knee: tensing the thigh works them for certain, the hamstrings perhaps. */
const CERTAIN = new Set(['emg_rf', 'emg_vm']);

/** The patient was asked to tense the thigh of the affected side. `rest`: the same channels in quiet standing. */
export function checkContract(
  parts: readonly ChannelPart[],
  rest: readonly ChannelPart[],
  affected: Side,
  find: Finder,
): void {
  for (const part of parts.filter((p) => isEmg(p, affected))) {
    const stuck = stuckShare(part.values);
    if (stuck > EMG_STUCK_SHARE)
      find(part.channel, 'clipped', 'fix', { stuckPercent: 100 * stuck, ...spread(part.values) });
    const { ratio, peakUv, restUv } = contraction(part, rest);
    const bad = (limit: 'fix' | 'note'): boolean => ratio < RATIO[limit] || peakUv < LEAST_UV[limit];
    if (!bad('note')) continue;
    const twin = parts.find((p) => p.channel === `${baseOf(part.channel)}_${otherSide(affected)}`);
    const figures = { peakUv, restUv, ratio };
    if (bad('fix') && twin !== undefined && contraction(twin, rest).ratio >= 2 * RATIO.note) {
      find(part.channel, 'swapped_legs', 'fix', figures);
      find(twin.channel, 'swapped_legs', 'fix', figures);
    } else {
      find(
        part.channel,
        'no_contact',
        bad('fix') && CERTAIN.has(baseOf(part.channel)) ? 'fix' : 'note',
        figures,
      );
    }
  }
}

function isEmg(part: ChannelPart, side: Side): boolean {
  return channelInfo(part.channel)?.kind === 'emg' && sideOf(part.channel) === side && part.rate >= 100;
}

function contraction(
  part: ChannelPart,
  rest: readonly ChannelPart[],
): Record<'ratio' | 'peakUv' | 'restUv', number> {
  const now = emgWindows(part.values, part.rate);
  const before = rest.find((p) => p.channel === part.channel);
  const still = before === undefined ? new Float32Array() : emgWindows(before.values, before.rate);
  const peakUv = now.length === 0 ? 0 : 1000 * quantile(now, 0.95);
  // Without standing, the quietest moments of this step are rest.
  const restUv = 1000 * (still.length > 0 ? median(still) : quantile(now, 0.05));
  return { peakUv, restUv, ratio: restUv > 0 ? peakUv / restUv : 0 };
}
