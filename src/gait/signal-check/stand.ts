import type { ChannelInfo } from '../channels';
import { baseOf, channelInfo } from '../channels';
import type { Finder } from './finder';
import type { ChannelPart } from './recording';
import { emgWindows, fastRms, lineRms, median, quantile, spread, stuckShare } from './statistics';

/**
 * Quiet standing. Limits stand well clear of what sound sensors gave in 19 stretches of rest of the UCI recordings:
 * EMG floor 0.9-19 uV standing, mains below 2 uV standing, goniometer above 10 Hz 0.03-0.12 deg, its range below 3 deg.
 */
const EMG_DEAD_UV = 0.3;
const EMG_FLOOR_UV = { note: 40, fix: 100 };
const EMG_HUM_UV = { note: 6, fix: 15 };
/** Part of the EMG's power that is mains. */
const EMG_HUM_SHARE = { note: 0.15, fix: 0.3 };
/** Share of samples at one and the same largest or smallest value. */
export const EMG_STUCK_SHARE = 0.005;
const ANGLE_HUM_DEG = { note: 0.2, fix: 0.5 };
const ANGLE_NOISE_DEG = { note: 0.4, fix: 1 };
const ANGLE_STILL_DEG = 10;
const ZERO_DEG = { note: 10, fix: 25 };
/** Joints that are near 0 when a person stands straight. */
const STRAIGHT = new Set(['knee_angle', 'hip_flexion', 'ankle_angle']);

/** `bend`: the same channels in the next step, empty if that was skipped. */
export function checkStand(part: ChannelPart, bend: readonly ChannelPart[], find: Finder): void {
  const { channel, values } = part;
  const info = channelInfo(channel);
  if (info === undefined || values.length === 0) return;
  if (implausible(part, info, find)) return;
  if (info.kind === 'emg') checkEmg(part, find);
  else if (info.kind === 'angle') checkAngle(part, bend, find);
  else if (info.kind === 'contact') {
    const share = values.reduce((n, x) => n + (x >= 0.5 ? 1 : 0), 0) / values.length;
    if (share < 0.5) find(channel, 'wrong_sign', 'note', { contactPercent: 100 * share });
  }
}

/** Wrong unit or scale, most likely: nothing else of the channel can be judged then. */
function implausible({ channel, values }: ChannelPart, info: ChannelInfo, find: Finder): boolean {
  const [low, high] = info.plausible;
  const outside = values.reduce((n, x) => n + (x < low || x > high ? 1 : 0), 0) / values.length;
  if (outside <= 0.01) return false;
  find(channel, 'out_of_range', 'fix', { outsidePercent: 100 * outside, ...spread(values) });
  return true;
}

function checkEmg({ channel, values, rate }: ChannelPart, find: Finder): void {
  const { min, max } = spread(values);
  const windows = rate >= 100 ? emgWindows(values, rate) : new Float32Array();
  const floorUv = 1000 * quantile(windows, 0.1);
  const typicalUv = 1000 * median(windows);
  if (max === min || typicalUv < EMG_DEAD_UV) {
    find(channel, 'flat', 'fix', { rmsUv: max === min ? 0 : typicalUv });
    return;
  }
  const stuck = stuckShare(values);
  if (stuck > EMG_STUCK_SHARE) find(channel, 'clipped', 'fix', { stuckPercent: 100 * stuck, min, max });
  const hum = mains(values, rate);
  const share = ((1000 * hum.rms) / typicalUv) ** 2;
  const humUv = 1000 * hum.rms;
  for (const severity of ['fix', 'note'] as const) {
    if (humUv < EMG_HUM_UV[severity] || share < EMG_HUM_SHARE[severity]) continue;
    find(channel, 'hum', severity, { humHz: hum.hz, humUv, humPercent: Math.min(100, 100 * share) });
    return;
  }
  // Noise other than mains; muscles that hold the body up are not noise, so the quietest moments are judged.
  if (floorUv > EMG_FLOOR_UV.note) {
    find(channel, 'noisy', floorUv > EMG_FLOOR_UV.fix ? 'fix' : 'note', { floorUv });
  }
}

function checkAngle(
  { channel, values, rate }: ChannelPart,
  bend: readonly ChannelPart[],
  find: Finder,
): void {
  const { min, max } = spread(values);
  // An encoder coarser than the body's sway may stand still, if it moves in the bend.
  const moved = bend.some((p) => p.channel === channel && p.values.some((x) => x !== p.values[0]));
  if (min === max && !moved) find(channel, 'flat', 'note', { rangeDeg: 0, valueDeg: min });
  const hum = mains(values, rate);
  const noise = fastRms(values, rate);
  // Other disturbances have a part at the mains frequency too: it must be the greater part.
  if (hum.rms > ANGLE_HUM_DEG.note && hum.rms ** 2 > 0.5 * noise ** 2) {
    const severity = hum.rms > ANGLE_HUM_DEG.fix ? 'fix' : 'note';
    find(channel, 'hum', severity, { humHz: hum.hz, humDeg: hum.rms });
  } else if (noise > ANGLE_NOISE_DEG.note) {
    find(channel, 'noisy', noise > ANGLE_NOISE_DEG.fix ? 'fix' : 'note', { noiseDeg: noise });
  } else if (quantile(values, 0.98) - quantile(values, 0.02) > ANGLE_STILL_DEG) {
    find(channel, 'noisy', 'note', { rangeDeg: max - min });
  }
  const centre = median(values);
  if (STRAIGHT.has(baseOf(channel)) && Math.abs(centre) > ZERO_DEG.note) {
    find(channel, 'out_of_range', Math.abs(centre) > ZERO_DEG.fix ? 'fix' : 'note', { standingDeg: centre });
  }
}

function mains(values: Float32Array, rate: number): { hz: number; rms: number } {
  return [50, 60]
    .map((hz) => ({ hz, rms: lineRms(values, rate, hz) }))
    .reduce((worst, line) => (line.rms > worst.rms ? line : worst));
}
