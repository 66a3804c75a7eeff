import type { TFunction } from 'i18next';
import { baseOf, type ChannelName, type Side, sideOf } from '../gait/channels';

type Joint = 'knee_angle' | 'hip_flexion' | 'ankle_angle' | 'emg_rf' | 'emg_bf' | 'emg_vm' | 'emg_st';
const JOINTS: readonly string[] = [
  'knee_angle',
  'hip_flexion',
  'ankle_angle',
  'emg_rf',
  'emg_bf',
  'emg_vm',
  'emg_st',
];

/** A channel as it is called on screen; one without a catalogue name keeps its technical one. */
export function channelLabel(t: TFunction, channel: ChannelName): string {
  const base = baseOf(channel);
  const side = sideOf(channel);
  if (!JOINTS.includes(base)) return channel;
  const joint = t(`joints.${base as Joint}`);
  return side
    ? t('joints.ofSide', { joint, side: t(side === 'l' ? 'app.leftShort' : 'app.rightShort') })
    : joint;
}

export const sideLabel = (t: TFunction, side: Side): string => t(side === 'l' ? 'app.left' : 'app.right');
