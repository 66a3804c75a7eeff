/** Who walks in the virtual exoskeleton. Structurally the engine protocol's VirtualPreset. */
export type VirtualPreset = 'typical' | 'stiff_knee' | 'slow_asymmetric' | 'knee_pain';

/** A direction among the affected knees of the fitted group, told by what it changes. Units: person-to-person SD. */
interface KneeTraits {
  /** Range from stance to swing peak. */
  readonly range: number;
  /** Flexion while the leg takes the weight after heel strike. */
  readonly loading: number;
}

export interface PresetPlan {
  /** Whose knee statistics the affected leg follows. */
  readonly group: 'normal' | 'abnormal';
  readonly traits: KneeTraits;
  /** Stride period, in SD of the group's log period from its mean. */
  readonly period: number;
  /** The affected leg's stance is this share of a stride shorter: the other leg's step comes early. */
  readonly limp: number;
  /**
   * Other joints of the affected leg, as factors on their movement, and what the clinic knows of such gait: these are
   * assumptions, not fitted, for the data tell of the affected knee alone.
   */
  readonly hipGain: number;
  readonly ankleGain: number;
  readonly armGain: number;
  /** Abduction in swing (circumduction), deg. */
  readonly circumduction: number;
  /** Standing knee flexion (contracture or guarding), deg. */
  readonly standingKnee: number;
  /** Knee bends: peak as a share of the fitted one, and how much longer they take. */
  readonly bendReach: number;
  readonly bendTime: number;
}

export const PRESETS: Readonly<Record<VirtualPreset, PresetPlan>> = {
  typical: {
    group: 'normal',
    traits: { range: 0, loading: 0 },
    period: 0,
    limp: 0,
    hipGain: 1,
    ankleGain: 1,
    armGain: 1,
    circumduction: 0,
    standingKnee: 2,
    bendReach: 1,
    bendTime: 0.8,
  },
  stiff_knee: {
    group: 'abnormal',
    traits: { range: -1.5, loading: -0.5 },
    period: 0.3,
    limp: 0.03,
    hipGain: 0.8,
    ankleGain: 0.65,
    armGain: 0.4,
    circumduction: 5,
    standingKnee: 3,
    bendReach: 0.6,
    bendTime: 1.1,
  },
  slow_asymmetric: {
    group: 'abnormal',
    traits: { range: -0.7, loading: 0.3 },
    period: 1.6,
    limp: 0.05,
    hipGain: 0.75,
    ankleGain: 0.75,
    armGain: 0.6,
    circumduction: 2,
    standingKnee: 5,
    bendReach: 0.8,
    bendTime: 1.2,
  },
  knee_pain: {
    group: 'abnormal',
    traits: { range: -0.3, loading: -1.4 },
    period: 0.1,
    limp: 0.04,
    hipGain: 0.9,
    ankleGain: 0.9,
    armGain: 0.9,
    circumduction: 0,
    standingKnee: 6,
    bendReach: 0.7,
    bendTime: 1.1,
  },
};
