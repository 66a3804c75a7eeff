import { SIDES } from '../../gait/channels';
import type { Rng } from '../../gait/rng';
import type { DeviceDescription, StreamDescription } from '../events';
import { MUSCLES } from './muscles';
import { JOINTS, type Joint } from './person';
import type { Walker } from './walker';

/** What the virtual exoskeleton measures, and how well. */

export const JOINT_STREAM = 0;
export const EMG_STREAM = 1;

/** Encoders step by 0.1 deg, like the goniometers of the fitted recordings; noise SD before the step. */
const ANGLE_STEP = 0.1;
const ANGLE_NOISE = 0.04;
const FORCE_STEP = 0.1;
const FORCE_NOISE = 0.4;
/** 14 bit over +-6 mV. */
const EMG_STEP = 12 / 16384;

/** Joints that the device has on both sides; the walker knows more. */
const STANDARD_JOINTS: readonly Joint[] = [
  'hip_flexion',
  'knee_angle',
  'ankle_angle',
  'arm_flex',
  'elbow_flex',
];

export interface SensorSet {
  readonly joints: readonly Joint[];
  /** Interaction force at both shanks and foot contacts. */
  readonly forces: boolean;
  readonly sides: 'both' | 'affected';
  readonly jointRate: 100 | 200 | 500;
}

export const STANDARD_SENSORS: SensorSet = {
  joints: STANDARD_JOINTS,
  forces: true,
  sides: 'both',
  jointRate: 200,
};
/** One knee and its muscles, like the UCI recordings. */
export const KNEE_SENSORS: SensorSet = {
  joints: ['knee_angle'],
  forces: false,
  sides: 'affected',
  jointRate: 200,
};

function describeStreams(set: SensorSet, affected: 'r' | 'l'): StreamDescription[] {
  const sides = set.sides === 'affected' ? [affected] : SIDES;
  const channels = [
    ...set.joints.flatMap((j) =>
      sides.map((s) => ({ name: `${j}_${s}`, unit: 'deg' as const, scale: ANGLE_STEP, offset: 0 })),
    ),
    ...(set.forces
      ? [
          ...sides.map((s) => ({
            name: `interaction_force_shank_${s}`,
            unit: 'N' as const,
            scale: FORCE_STEP,
            offset: 0,
          })),
          ...sides.map((s) => ({ name: `foot_contact_${s}`, unit: 'bool' as const, scale: 1, offset: 0 })),
        ]
      : []),
  ];
  return [
    { id: JOINT_STREAM, rate: set.jointRate, channels },
    {
      id: EMG_STREAM,
      rate: 1000,
      channels: MUSCLES.map((m) => ({
        name: `${m}_${affected}`,
        unit: 'mV' as const,
        scale: EMG_STEP,
        offset: 0,
      })),
    },
  ];
}

export function describeDevice(
  set: SensorSet,
  affected: 'r' | 'l',
  serial: string,
): Omit<DeviceDescription, 'protocol'> {
  return {
    protocolVersion: 1,
    name: 'Virtual exoskeleton',
    serial,
    firmware: '1.0.0',
    streams: describeStreams(set, affected),
  };
}

/** One row of the joint stream in units of the channels, in the order of `describeStreams`. */
export function readJoints(
  walker: Walker,
  set: SensorSet,
  affected: 'r' | 'l',
  rng: Rng,
  out: number[],
): void {
  const sides = set.sides === 'affected' ? [affected] : SIDES;
  for (const joint of set.joints) {
    const j = JOINTS.indexOf(joint);
    for (const s of sides) out.push(walker.angles[s][j] + ANGLE_NOISE * rng.normal());
  }
  if (!set.forces) return;
  for (const s of sides) out.push(walker.force(s) + FORCE_NOISE * rng.normal());
  for (const s of sides) out.push(walker.contact[s] ? 1 : 0);
}
