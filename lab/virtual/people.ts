import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ChannelName, SIDES, type Side } from '../../src/gait/channels';
import { readCmuTrial } from '../data/cmu';
import { readGaitPrint } from '../data/gaitprint';
import { readUciSet, type UciTask } from '../data/uci';

/** One unbroken recording of a walk. */
export interface Walk {
  readonly person: string;
  readonly source: 'uci' | 'cmu' | 'gaitprint' | 'virtual';
  readonly group: 'normal' | 'abnormal';
  readonly rate: number;
  /** The knee may be used: not held at 0 by the solver. */
  readonly kneeSound: boolean;
  /** Channels by name; UCI has one leg, told as the right. */
  readonly channels: ReadonlyMap<ChannelName, Float32Array>;
}

/** Every walk in the directory of the data sets that the walker is fitted to. */
export function readWalks(dir: string): Walk[] {
  return [...uciWalks(dir, 'mar'), ...cmuWalks(dir), ...gaitPrintWalks(dir)];
}

function uciWalks(dir: string, task: UciTask): Walk[] {
  const root = join(dir, 'uci');
  if (!existsSync(root)) return [];
  return readUciSet(root, task).flatMap((uci): Walk[] => {
    if (uci.group === 'unknown') return [];
    const channels = new Map<ChannelName, Float32Array>([['knee_angle_r', uci.knee]]);
    for (const [name, signal] of Object.entries(uci.emg)) channels.set(`${name}_r`, signal);
    return [
      { person: uci.person, source: 'uci', group: uci.group, rate: uci.rate, kneeSound: true, channels },
    ];
  });
}

/** Standing knee flexion (task `pie`), the movement of the signal check. */
export const readKneeBends = (dir: string): Walk[] => uciWalks(dir, 'pie');

/** Seated knee extension (task `sen`): the thigh tensed. */
export const readExtensions = (dir: string): Walk[] => uciWalks(dir, 'sen');

function cmuWalks(dir: string): Walk[] {
  const root = join(dir, 'cmu');
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((subject) =>
    readdirSync(join(root, subject))
      .filter((f) => /\.amc(\.gz)?$/.test(f))
      .map((f): Walk => {
        const asf = [`${subject}.asf.gz`, `${subject}.asf`]
          .map((a) => join(root, subject, a))
          .find(existsSync);
        if (asf === undefined) throw new Error(`${join(root, subject)}: no skeleton`);
        const trial = readCmuTrial(asf, join(root, subject, f));
        return {
          person: `cmu-${trial.subject}`,
          source: 'cmu',
          group: 'normal',
          rate: trial.rate,
          kneeSound: !trial.clippedKnee,
          channels: trial.features,
        };
      }),
  );
}

function gaitPrintWalks(dir: string): Walk[] {
  const root = join(dir, 'gaitprint');
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((f) => /\.csv(\.gz)?$/.test(f))
    .map((f) => {
      const walk = readGaitPrint(join(root, f));
      return {
        person: walk.person,
        source: 'gaitprint',
        group: 'normal',
        rate: walk.rate,
        kneeSound: true,
        channels: walk.features,
      };
    });
}

/** The sides of a walk that have a knee. */
export function kneeSides(walk: Walk): Side[] {
  return SIDES.filter((s) => walk.channels.has(`knee_angle_${s}`));
}

export function channelOf(walk: Walk, base: string, side: Side): Float32Array | undefined {
  return walk.channels.get(`${base}_${side}`);
}
