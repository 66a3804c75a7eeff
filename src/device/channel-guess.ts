import { channelInfo, type ChannelName, type Side } from '../gait/channels';

/**
 * Which of our channels a device's own name means: `RKnee`, `knee_r`, `KneeAngleR`, `left hip flexion`, `EMG2_VM_R`.
 * Undefined where it is not clear: a wrong guess would show a wrong leg.
 * `sideless`: the side for a name that tells none; null leaves such a name unmapped.
 */
export function guessChannel(deviceName: string, sideless: Side | null): ChannelName | undefined {
  if (channelInfo(deviceName) && /_[rl]$/.test(deviceName)) return deviceName;
  const words = wordsOf(deviceName);
  if (words.some((w) => OTHER_QUANTITY.has(w))) return undefined;
  const sides = new Set(words.flatMap((w) => SIDE_WORDS[w] ?? []));
  if (sides.size > 1) return undefined;
  const side = [...sides][0] ?? sideless;
  const bases = ALIASES.filter(({ all, none }) => {
    const has = (w: string) => words.includes(w);
    return all.every((any) => any.some(has)) && !none?.some(has);
  });
  const base = bases[0]?.base;
  return side === null || base === undefined ? undefined : `${base}_${side}`;
}

const SIDE_WORDS: Readonly<Record<string, Side>> = {
  r: 'r',
  rt: 'r',
  right: 'r',
  l: 'l',
  lt: 'l',
  left: 'l',
};

/** Words that make a joint's name mean something else than its measured angle. */
const OTHER_QUANTITY = new Set(
  (
    'vel velocity speed rate omega acc accel acceleration gyro torque moment current voltage temp temperature power cmd command ' +
    'ref reference target desired setpoint motor raw adc error'
  ).split(' '),
);

interface Alias {
  readonly base: string;
  /** One word of each group must be there. */
  readonly all: readonly (readonly string[])[];
  readonly none?: readonly string[];
}

const FORCE = ['force', 'cuff', 'interaction'];
const EMG_OR_MUSCLE = (...names: string[]) => [names];

/** The first row that fits is taken. */
const ALIASES: readonly Alias[] = [
  { base: 'emg_rf', all: EMG_OR_MUSCLE('rf', 'rectus') },
  { base: 'emg_bf', all: EMG_OR_MUSCLE('bf', 'biceps'), none: ['brachii'] },
  { base: 'emg_vm', all: EMG_OR_MUSCLE('vm', 'vmo', 'medialis') },
  { base: 'emg_st', all: EMG_OR_MUSCLE('st', 'semitendinosus', 'semit') },
  { base: 'interaction_force_shank', all: [FORCE, ['shank', 'calf', 'tibia']] },
  { base: 'interaction_force_thigh', all: [FORCE, ['thigh', 'femur']] },
  { base: 'foot_contact', all: [['contact', 'fsr', 'footswitch', 'insole', 'heel']], none: ['force'] },
  { base: 'foot_contact', all: [['foot'], ['switch', 'contact']] },
  { base: 'hip_adduction', all: [['hip'], ['add', 'adduction', 'abd', 'abduction']] },
  { base: 'hip_rotation', all: [['hip'], ['rot', 'rotation']] },
  { base: 'hip_flexion', all: [['hip']], none: FORCE },
  { base: 'knee_angle', all: [['knee']], none: FORCE },
  { base: 'ankle_angle', all: [['ankle', 'dorsiflexion']], none: FORCE },
  { base: 'elbow_flex', all: [['elbow']] },
  { base: 'wrist_flex', all: [['wrist']] },
  {
    base: 'arm_add',
    all: [
      ['arm', 'shoulder'],
      ['add', 'adduction', 'abd', 'abduction'],
    ],
  },
  {
    base: 'arm_rot',
    all: [
      ['arm', 'shoulder'],
      ['rot', 'rotation'],
    ],
  },
  { base: 'arm_flex', all: [['arm', 'shoulder']] },
];

const JOINTS = 'knee|hip|ankle|elbow|wrist|shoulder|arm|foot|heel|shank|thigh';
const GLUED = new RegExp(`^(r|l|right|left)?(${JOINTS})(angle|flexion|flex)?(r|l|right|left)?$`);

/** `RKneeAngle`, `knee-angle.r`, `kneeR`, `rknee` -> lower-case words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/\d+/g, ' ')
    .toLowerCase()
    .split(/[^a-z]+/)
    .flatMap((word) => {
      const glued = GLUED.exec(word);
      return glued ? glued.slice(1).filter((w) => w !== undefined) : [word];
    })
    .filter((w) => w !== '');
}
