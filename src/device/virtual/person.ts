import { SIDES, type Side } from '../../gait/channels';
import type { Rng } from '../../gait/rng';
import type { EmgGroup, KneeGroup, VectorSpread, WalkerCoefficients } from './coefficients/shape';
import { curveAt, harmonicBasis } from './curves';
import { PRESETS, type PresetPlan, type VirtualPreset } from './presets';

/** Joints of one side, in the order of all arrays here. */
export const JOINTS = [
  'hip_flexion',
  'hip_adduction',
  'hip_rotation',
  'knee_angle',
  'ankle_angle',
  'arm_flex',
  'arm_add',
  'arm_rot',
  'elbow_flex',
  'wrist_flex',
  'clavicle_elevation',
  'clavicle_protraction',
] as const;
export type Joint = (typeof JOINTS)[number];

/** One leg and arm of a drawn person. `curves[j]`: harmonics of JOINTS[j] over this side's phase. */
export interface PersonSide {
  readonly curves: readonly Float64Array[];
  /** Standing posture by joint, deg. */
  readonly standing: readonly number[];
  /** Stride-to-stride components by joint, factors applied; empty for a joint that has none. */
  readonly strideLeg: readonly (readonly Float64Array[])[];
  readonly strideUpper: readonly (readonly Float64Array[])[];
  /** Log period that goes with each leg component. */
  readonly stridePeriod: readonly number[];
  readonly strideRho: number;
  readonly remainderSd: number;
}

export interface Person {
  readonly preset: VirtualPreset;
  readonly plan: PresetPlan;
  readonly affected: Side;
  readonly periodS: number;
  readonly sides: Readonly<Record<Side, PersonSide>>;
  /** Left phase minus right phase. */
  readonly offset: number;
  readonly emg: PersonEmg;
}

interface PersonEmg {
  readonly group: EmgGroup;
  /** Harmonics of the log envelope by muscle. */
  readonly logEnvelope: readonly Float64Array[];
  /** Log of mean rectified EMG in gait, mV, by muscle. */
  readonly logLevel: readonly number[];
}

/** A typical member of a group is drawn nearer to its middle than the group is wide. */
const DRAW_SHARE = 0.6;

/** Draws one person of a preset. The same generator state gives the same person. */
export function drawPerson(c: WalkerCoefficients, preset: VirtualPreset, affected: Side, rng: Rng): Person {
  const plan = PRESETS[preset];
  const group = c.knee[plan.group];
  const shared = new Draws(c, rng);
  const sides = Object.fromEntries(
    SIDES.map((side) => [side, drawSide(c, plan, side === affected, shared.forSide(), rng)]),
  ) as Record<Side, PersonSide>;
  const limp = affected === 'r' ? plan.limp : -plan.limp;
  return {
    preset,
    plan,
    affected,
    periodS: Math.exp(group.periodS.logMean + group.periodS.logSd * (plan.period + 0.3 * draw(rng))),
    sides,
    offset: 0.5 - limp + c.offset.personSd * DRAW_SHARE * draw(rng),
    emg: drawEmg(c, plan, rng),
  };
}

/** Person-to-person scores: shared between the sides, with the fitted share of difference between them. */
class Draws {
  private readonly c: WalkerCoefficients;
  private readonly rng: Rng;
  private readonly shared: Record<'knee' | 'leg' | 'upper', number[]>;

  constructor(c: WalkerCoefficients, rng: Rng) {
    this.c = c;
    this.rng = rng;
    const scores = (s: VectorSpread) => s.components.map(() => draw(rng));
    this.shared = {
      knee: scores(c.knee.normal.person),
      leg: scores(c.leg.person),
      upper: scores(c.upper.person),
    };
  }

  forSide(): Record<'knee' | 'leg' | 'upper', number[]> {
    const mix = (scores: number[], share: number) =>
      scores.map((z) => DRAW_SHARE * (Math.sqrt(1 - share) * z + Math.sqrt(share) * draw(this.rng)));
    return {
      knee: mix(this.shared.knee, this.c.sideShare.knee),
      leg: mix(this.shared.leg, this.c.sideShare.leg),
      upper: mix(this.shared.upper, this.c.sideShare.upper),
    };
  }
}

function drawSide(
  c: WalkerCoefficients,
  plan: PresetPlan,
  affected: boolean,
  scores: Record<'knee' | 'leg' | 'upper', number[]>,
  rng: Rng,
): PersonSide {
  const group = affected ? c.knee[plan.group] : c.knee.normal;
  const span = 2 * c.harmonics + 1;
  const leg = vector(c.leg.person, scores.leg);
  const upper = vector(c.upper.person, scores.upper);
  const kneeScores = affected && plan.group === 'abnormal' ? traitScores(c, group, plan, rng) : scores.knee;
  const knee = vector(group.person, kneeScores);
  const standing: number[] = [];
  const strideLeg: Float64Array[][] = [];
  const strideUpper: Float64Array[][] = [];
  const curves = JOINTS.map((joint) => {
    const inLeg = c.leg.channels.indexOf(joint);
    const inUpper = c.upper.channels.indexOf(joint);
    const gain = gainOf(joint, plan, affected);
    strideLeg.push(
      joint === 'knee_angle'
        ? group.stride.components.map((v) => Float64Array.from(v.slice(0, span)))
        : inLeg < 0
          ? []
          : c.leg.stride.map((v) =>
              Float64Array.from(v.slice(inLeg * span, (inLeg + 1) * span), (x) => x * gain),
            ),
    );
    strideUpper.push(
      inUpper < 0
        ? []
        : c.upper.stride.map((v) =>
            Float64Array.from(v.slice(inUpper * span, (inUpper + 1) * span), (x) => x * gain),
          ),
    );
    if (joint === 'knee_angle') {
      knee[0] += KNEE_LEVEL;
      standing.push(affected ? plan.standingKnee : PRESETS.typical.standingKnee);
      return knee;
    }
    const curve = (inLeg >= 0 ? leg : upper).slice(
      Math.max(inLeg, inUpper) * span,
      (Math.max(inLeg, inUpper) + 1) * span,
    );
    for (let i = 1; i < span; i++) curve[i] *= gain;
    if (inLeg >= 0) curve[0] += c.leg.level[inLeg];
    if (joint === 'hip_adduction' && affected) swingOut(curve, plan.circumduction);
    standing.push(STANDING[joint] ?? curve[0]);
    return curve;
  });
  return {
    curves,
    standing,
    strideLeg,
    strideUpper,
    stridePeriod: group.stride.components.map((v) => v[span]),
    strideRho: group.stride.rho,
    remainderSd: group.remainderSd,
  };
}

/** Fitted knees have their 5th percentile at 0; Winter's adults walk from about 2 deg. */
const KNEE_LEVEL = 2;
const STANDING: Partial<Record<Joint, number>> = { hip_flexion: 2, ankle_angle: 2, hip_adduction: 0 };

function gainOf(joint: Joint, plan: PresetPlan, affected: boolean): number {
  if (!affected) return 1;
  if (joint === 'hip_flexion') return plan.hipGain;
  if (joint === 'ankle_angle') return plan.ankleGain;
  return joint.startsWith('arm') || joint === 'elbow_flex' ? plan.armGain : 1;
}

/** Adds abduction around mid-swing, phase 0.05. */
function swingOut(curve: Float64Array, degrees: number): void {
  const a = 2 * Math.PI * 0.05;
  curve[0] -= degrees / 2;
  curve[1] -= (degrees / 2) * Math.cos(a);
  curve[2] -= (degrees / 2) * Math.sin(a);
}

/**
 * Scores of the affected group's components that carry the preset's traits: along the direction in which a trait
 * changes fastest in units of the group's own spread, so the knee stays among those that were measured.
 */
function traitScores(c: WalkerCoefficients, group: KneeGroup, plan: PresetPlan, rng: Rng): number[] {
  const basis = (phase: number): Float64Array => {
    const out = new Float64Array(2 * c.harmonics + 1);
    harmonicBasis(phase, out);
    return out;
  };
  const [peak, stance] = [basis(0), basis(0.6)];
  const [strike, loaded] = [basis(c.contact.strike), basis(c.contact.strike + 0.14)];
  const directions: [amount: number, slope: number[]][] = [
    [plan.traits.range, group.person.components.map((v) => curveAt(peak, v) - curveAt(stance, v))],
    [plan.traits.loading, group.person.components.map((v) => curveAt(loaded, v) - curveAt(strike, v))],
  ];
  const scores = group.person.components.map(() => 0.25 * draw(rng));
  for (const [amount, slope] of directions) {
    const length = Math.hypot(...slope);
    slope.forEach((s, k) => (scores[k] += (amount * s) / length));
  }
  return scores;
}

function drawEmg(c: WalkerCoefficients, plan: PresetPlan, rng: Rng): PersonEmg {
  const group = c.emg[plan.group];
  const span = 2 * c.emgHarmonics + 1;
  const all = vector(
    group.person,
    group.person.components.map(() => DRAW_SHARE * draw(rng)),
  );
  return {
    group,
    logEnvelope: group.level.map((_, m) => all.slice(m * span, (m + 1) * span)),
    // The quieter half of the fitted men had electrodes that hardly reached the muscle.
    logLevel: group.level.map((l) => l.logMean + l.logSd * (0.4 + 0.3 * draw(rng))),
  };
}

function vector(spread: VectorSpread, scores: readonly number[]): Float64Array {
  const out = Float64Array.from(spread.mean);
  spread.components.forEach((v, k) => {
    for (let i = 0; i < out.length; i++) out[i] += scores[k] * v[i];
  });
  return out;
}

/** Standard normal without the far tails: everybody drawn could be met. */
function draw(rng: Rng): number {
  for (;;) {
    const z = rng.normal();
    if (Math.abs(z) < 1.8) return z;
  }
}
