import type { ChannelName, Side } from '../channels';
import { channelInfo, otherSide } from '../channels';
import type { Finder } from './finder';
import type { ChannelPart } from './recording';
import { abruptPlateau, median, quantile } from './statistics';

/** A bend that counts: less is sway, or no bend at all. */
const BEND_DEG = 20;
/** A knee that moves less than this did not follow the prompt. */
const STILL_DEG = 3;

interface Excursion {
  readonly channel: ChannelName;
  readonly up: number;
  readonly down: number;
}

/**
 * The patient was asked to bend the affected knee a few times. `restOf` gives each channel's value in standing, null
 * where that was skipped: then the first half second counts.
 */
export function checkBend(
  parts: readonly ChannelPart[],
  affected: Side,
  restOf: (channel: ChannelName) => number | null,
  find: Finder,
): void {
  const knee = (side: Side): Excursion | null => {
    const part = parts.find((p) => p.channel === `knee_angle_${side}`);
    if (part === undefined || part.values.length === 0) return null;
    const { channel, values, rate } = part;
    const rest = restOf(channel) ?? median(values.subarray(0, Math.max(1, Math.round(rate / 2))));
    return { channel, up: quantile(values, 0.98) - rest, down: rest - quantile(values, 0.02) };
  };
  const asked = knee(affected);
  const other = knee(otherSide(affected));
  if (asked === null) return;
  const moved = Math.max(asked.up, asked.down);
  const movedOther = other === null ? 0 : Math.max(other.up, other.down);
  if (other !== null && movedOther >= BEND_DEG && moved < movedOther / 2) {
    const figures = { askedDeg: moved, otherDeg: movedOther };
    find(asked.channel, 'swapped_legs', 'fix', figures);
    find(other.channel, 'swapped_legs', 'fix', figures);
  } else if (moved < BEND_DEG) {
    find(asked.channel, 'flat', moved < STILL_DEG ? 'fix' : 'note', { rangeDeg: asked.up + asked.down });
  } else if (asked.down > asked.up) {
    find(asked.channel, 'wrong_sign', 'fix', { flexionDeg: asked.up, extensionDeg: asked.down });
  }
  for (const part of parts) if (channelInfo(part.channel)?.kind === 'angle') checkLimit(part, restOf, find);
}

function checkLimit(part: ChannelPart, restOf: (c: ChannelName) => number | null, find: Finder): void {
  const plateau = abruptPlateau(part.values, part.rate);
  if (plateau === null) return;
  // An exoskeleton's stop at the straight leg looks the same and is no fault.
  const atRest = Math.abs(plateau.value - (restOf(part.channel) ?? Infinity)) < 5;
  find(part.channel, 'clipped', atRest ? 'note' : 'fix', {
    atDeg: plateau.value,
    forMs: 1000 * plateau.seconds,
  });
}
