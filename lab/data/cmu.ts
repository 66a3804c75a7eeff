import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type ChannelName, SIDES, type Side } from '../../src/gait/channels';
import { type Bone, parseAmc, parseAsf } from './cmu-skeleton';
import { about, fixedXyz, multiply, type Rotation, swingSideTwist, transpose } from './rotation';

/**
 * CMU Graphics Lab Motion Capture, walking (mocap.cs.cmu.edu, NSF EIA-0196217): ASF skeleton and AMC angles at
 * 120 Hz become the 24 features of both sides, named and signed as in src/gait/channels.
 * One person may hold several subject numbers; `subject` is the number, no more.
 */
export interface CmuTrial {
  /** Subject number, e.g. '35'. */
  readonly subject: string;
  /** e.g. '35_01'. */
  readonly trial: string;
  readonly rate: 120;
  readonly frames: number;
  /** Degrees, flexion, dorsiflexion, adduction and internal rotation +, `frames` values each. */
  readonly features: ReadonlyMap<ChannelName, Float32Array>;
  /** The solver held a knee at exactly 0 deg in more than 2 % of the frames: useless for knee shapes. */
  readonly clippedKnee: boolean;
}

const PER_SIDE = [
  'clavicle_elevation',
  'clavicle_protraction',
  'arm_flex',
  'arm_add',
  'arm_rot',
  'elbow_flex',
  'wrist_flex',
  'hip_flexion',
  'hip_adduction',
  'hip_rotation',
  'knee_angle',
  'ankle_angle',
] as const;

/** The 24 features, right side first. */
export const CMU_FEATURES: readonly ChannelName[] = SIDES.flatMap((s) => PER_SIDE.map((f) => `${f}_${s}`));

const CLIPPED_SHARE = 0.02;

export function readCmuTrial(asfPath: string, amcPath: string): CmuTrial {
  const trial = /([^/\\]+)\.amc(\.gz)?$/.exec(amcPath)?.[1];
  if (trial === undefined) throw new Error(`${amcPath}: not an .amc or .amc.gz file`);
  return cmuTrial(trial, text(asfPath), text(amcPath));
}

/** The same from text. `trial` is the name, `<subject>_<number>`. Throws Error on a malformed file. */
export function cmuTrial(trial: string, asf: string, amc: string): CmuTrial {
  const bones = parseAsf(asf);
  const frames = parseAmc(amc);
  if (frames.length === 0) throw new Error(`${trial}: no frames`);
  const features = new Map<ChannelName, Float32Array>();
  for (const name of CMU_FEATURES) features.set(name, new Float32Array(frames.length));
  let clipped = 0;
  for (const side of SIDES) {
    const read = sideReader(bones, side);
    let atZero = 0;
    frames.forEach((frame, i) => {
      const values = read(frame, `${trial} frame ${i + 1}`);
      PER_SIDE.forEach((f, k) => (features.get(`${f}_${side}`)![i] = values[k]!));
      if (Math.abs(values[PER_SIDE.indexOf('knee_angle')]) < 1e-6) atZero++;
    });
    clipped = Math.max(clipped, atZero / frames.length);
  }
  return {
    subject: trial.split('_')[0],
    trial,
    rate: 120,
    frames: frames.length,
    features,
    clippedKnee: clipped > CLIPPED_SHARE,
  };
}

function text(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
}

/** In order of PER_SIDE. */
function sideReader(
  bones: Map<string, Bone>,
  side: Side,
): (frame: Map<string, number[]>, where: string) => number[] {
  const bone = (name: string): Bone => {
    const found = bones.get(`${side}${name}`);
    if (found === undefined) throw new Error(`ASF has no bone ${side}${name}`);
    return found;
  };
  // The frame is x left, y up, z forward, so what mirrors (adduction, twist) changes sign on the left.
  const mirror = side === 'r' ? 1 : -1;
  const femur = bone('femur');
  const humerus = bone('humerus');
  const tibia = bone('tibia');
  const foot = bone('foot');
  const radius = bone('radius');
  const wrist = bone('wrist');
  const clavicle = bone('clavicle');
  // ASF angles start from a pose with splayed legs (20 deg) and level arms: ours from hanging limbs.
  const hangingArm = about(2, side === 'r' ? -90 : 90);
  // One degree of freedom at the wrist, about the forearm's length. Told as a turn about the level arm's x.
  const wristSign = Math.sign(wrist.axis[1]) || 1;

  return (frame, where) => {
    const angles = (b: Bone): { rx: number; ry: number; rz: number } => {
      const values = frame.get(b.name);
      if (values === undefined || values.length < b.dof.length) throw new Error(`${where}: no ${b.name}`);
      const out = { rx: 0, ry: 0, rz: 0 };
      b.dof.forEach((d, i) => (out[d] = values[i]!));
      return out;
    };
    const turn = (b: Bone): Rotation => {
      const a = angles(b);
      return multiply(multiply(b.axis, fixedXyz(a.rx, a.ry, a.rz)), transpose(b.axis));
    };
    // The femur's axis frame is the splay itself, so turn * splay = axis * angles.
    const hip = swingSideTwist(multiply(turn(femur), femur.axis));
    const arm = swingSideTwist(multiply(turn(humerus), hangingArm));
    const c = angles(clavicle);
    return [
      -mirror * c.rz,
      mirror * c.ry,
      -arm[0],
      mirror * arm[1],
      mirror * arm[2],
      angles(radius).rx,
      wristSign * angles(wrist).ry,
      -hip[0],
      mirror * hip[1],
      mirror * hip[2],
      angles(tibia).rx,
      -angles(foot).rx,
    ];
  };
}
