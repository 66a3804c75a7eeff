import { type NetworkSpec, networkSpecSchema } from '../../src/forecast/network-spec';
import type { ChannelName } from '../../src/gait/channels';
import { CMU_FEATURES } from '../data/cmu';
import { RATE } from './recordings';

/** What the study varies: networks, what they are given, what is asked of them. */

export const WINDOW_TICKS = 60;
export const STEPS = 15;
export const TARGETS: readonly ChannelName[] = ['knee_angle_r', 'ankle_angle_r'];

/** Horizons of the tables, and the steps around each: 50 ms lies between two ticks of 150 Hz, so the mean of both is judged. */
export const HORIZONS: readonly { ms: number; steps: readonly number[] }[] = [50, 60, 100].map((ms) => {
  const step = (ms * RATE) / 1000;
  return { ms, steps: Number.isInteger(step) ? [step] : [Math.floor(step), Math.ceil(step)] };
});

const OF_A_LEG = ['hip_flexion', 'hip_adduction', 'hip_rotation', 'knee_angle', 'ankle_angle'];
const legs = (sides: readonly string[]): ChannelName[] =>
  sides.flatMap((side) => OF_A_LEG.map((base) => `${base}_${side}`));

export const INPUT_SETS = {
  right_leg: legs(['r']),
  both_legs: legs(['r', 'l']),
  legs_arms: CMU_FEATURES,
} as const satisfies Record<string, readonly ChannelName[]>;
export type InputSet = keyof typeof INPUT_SETS;

const conv = { kind: 'conv1d', filters: 24, kernel: 5 } as const;
const maxPool = { kind: 'pool', op: 'max', size: 2 } as const;
const lstm = { kind: 'lstm', units: 32 } as const;

/** The paper's four, as far as it describes them (it gives no sizes), and attention at its other place. */
const BODIES = {
  cnn: { layers: [conv, maxPool, conv, maxPool], summary: ['flatten'] },
  lstm: { layers: [lstm], summary: ['last'] },
  cnn_lstm: { layers: [conv, maxPool, lstm], summary: ['last'] },
  attention_before: {
    layers: [conv, maxPool, { kind: 'reweight', units: 16 }, lstm],
    summary: ['last'],
  },
  attention_after: {
    layers: [conv, maxPool, lstm],
    summary: ['last', 'attention'],
    attention: { form: 'additive', units: 16 },
  },
} as const;
export type NetworkName = keyof typeof BODIES;

export function networkOf(name: NetworkName, { channels, targets }: Inputs, context: number): NetworkSpec {
  const { layers, summary, ...rest } = BODIES[name];
  return networkSpecSchema.parse({
    version: 1,
    input: { ticks: WINDOW_TICKS, channels: channels.length, context },
    layers: [...layers],
    summary: [...summary],
    ...rest,
    head: [{ units: 32, activation: 'relu' }],
    output: { joints: targets.length, steps: STEPS },
  });
}

/** Attention held mainly on one joint (the paper's second table), when the right knee is forecast. */
export const FOCUS_JOINTS = {
  ipsilateral_ankle: ['ankle_angle_r'],
  ipsilateral_hip: ['hip_flexion_r', 'hip_adduction_r', 'hip_rotation_r'],
  opposite_knee: ['knee_angle_l'],
} as const satisfies Record<string, readonly ChannelName[]>;
export type Focus = keyof typeof FOCUS_JOINTS;
const FOCUSED_TARGET: ChannelName = 'knee_angle_r';

export interface Inputs {
  readonly channels: readonly ChannelName[];
  /** What each standardised channel is multiplied by. */
  readonly gains: readonly number[];
  readonly targets: readonly ChannelName[];
}

export const wholeInputs = (set: InputSet): Inputs => ({
  channels: INPUT_SETS[set],
  gains: INPUT_SETS[set].map(() => 1),
  targets: TARGETS,
});

/**
 * `gain`: a fixed attention over channels in the place of a learned one. The knee's own history stays as it is; of the
 * weight on all others half lies on the joint, the rest evenly on those left, and a channel is multiplied by its
 * weight times their number. A network can undo a gain (it only starts from it, under a budget of steps), so `alone`
 * takes the others away: the knee's history and that joint.
 */
export function focusedInputs(focus: Focus, how: 'gain' | 'alone'): Inputs {
  const joint: readonly ChannelName[] = FOCUS_JOINTS[focus];
  const targets = [FOCUSED_TARGET];
  if (how === 'alone') {
    const channels = [FOCUSED_TARGET, ...joint];
    return { channels, gains: channels.map(() => 1), targets };
  }
  const channels = INPUT_SETS.legs_arms;
  const others = channels.length - 1;
  const gains = channels.map((name) => {
    if (name === FOCUSED_TARGET) return 1;
    const share = joint.includes(name) ? 0.5 / joint.length : 0.5 / (others - joint.length);
    return share * others;
  });
  return { channels, gains, targets };
}
