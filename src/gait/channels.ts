import type { Unit } from './units';

/**
 * The channels that the product knows, by OpenSim-style name. Angles are in degrees, flexion and dorsiflexion
 * positive (docs/protocol.md, "Signs"); sources with other signs are converted where they enter.
 */
export type Side = 'r' | 'l';
export const SIDES: readonly Side[] = ['r', 'l'];

type ChannelKind = 'angle' | 'emg' | 'force' | 'contact' | 'other';

export interface ChannelInfo {
  readonly base: string;
  readonly kind: ChannelKind;
  readonly unit: Unit;
  /** Values outside cannot come from a sound sensor on a person. */
  readonly plausible: readonly [min: number, max: number];
  /** Native rate below which the channel is of no use, Hz. */
  readonly minRate: number;
}

const angle = (base: string, min: number, max: number): ChannelInfo => ({
  base,
  kind: 'angle',
  unit: 'deg',
  plausible: [min, max],
  minRate: 50,
});
const emg = (base: string): ChannelInfo => ({
  base,
  kind: 'emg',
  unit: 'mV',
  plausible: [-12, 12],
  minRate: 900,
});
const force = (base: string): ChannelInfo => ({
  base,
  kind: 'force',
  unit: 'N',
  plausible: [-500, 500],
  minRate: 50,
});

/** One row per side-less channel; each exists as `<base>_r` and `<base>_l`. */
const CHANNEL_TABLE: readonly ChannelInfo[] = [
  angle('knee_angle', -30, 160),
  angle('hip_flexion', -60, 140),
  angle('hip_adduction', -60, 60),
  angle('hip_rotation', -70, 70),
  angle('ankle_angle', -80, 60),
  angle('arm_flex', -110, 190),
  angle('arm_add', -190, 120),
  angle('arm_rot', -130, 130),
  angle('elbow_flex', -20, 165),
  angle('wrist_flex', -95, 95),
  angle('clavicle_elevation', -45, 60),
  angle('clavicle_protraction', -45, 60),
  emg('emg_rf'),
  emg('emg_bf'),
  emg('emg_vm'),
  emg('emg_st'),
  force('interaction_force_thigh'),
  force('interaction_force_shank'),
  { base: 'foot_contact', kind: 'contact', unit: 'bool', plausible: [0, 1], minRate: 50 },
];

/** A concrete channel of one side, e.g. `knee_angle_r`. */
export type ChannelName = string & { readonly __channel?: true };
/** A channel as a model names it, relative to the leg that it forecasts: `knee_angle_ipsi`, `hip_flexion_contra`. */
export type RelativeChannelName = string & { readonly __relative?: true };

const byBase = new Map(CHANNEL_TABLE.map((row) => [row.base, row]));

/** What is known of `name`, or undefined for a name that is not ours. */
export function channelInfo(name: string): ChannelInfo | undefined {
  return byBase.get(baseOf(name));
}

/** `knee_angle_r` -> `knee_angle`; also strips `_ipsi` and `_contra`. */
export function baseOf(name: string): string {
  return name.replace(/_(r|l|ipsi|contra)$/, '');
}

export function sideOf(name: string): Side | undefined {
  const m = /_(r|l)$/.exec(name);
  return m ? (m[1] as Side) : undefined;
}

export const otherSide = (side: Side): Side => (side === 'r' ? 'l' : 'r');

/** Binds a side-relative name to the body: `knee_angle_ipsi` for the right leg is `knee_angle_r`. */
export function bindToSide(name: RelativeChannelName, ipsi: Side): ChannelName {
  return name.replace(/_ipsi$/, `_${ipsi}`).replace(/_contra$/, `_${otherSide(ipsi)}`);
}

export const ALL_CHANNELS: readonly ChannelName[] = CHANNEL_TABLE.flatMap((row) =>
  SIDES.map((s) => `${row.base}_${s}`),
);
