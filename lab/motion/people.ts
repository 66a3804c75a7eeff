import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelName } from '../../src/gait/channels';
import { cmuFold, readCmuSet } from '../data/cmu-set';
import { readGaitPrint } from '../data/gaitprint';
import { fromCmu, fromGaitPrint, type MotionRecording } from './recording';

/** Someone walking, all recordings that have the channels that were asked for. */
export interface MotionPerson {
  /** `cmu:35`, `gaitprint:healthy_young`. */
  readonly id: string;
  /** Whoever is in one fold is left out together. */
  readonly fold: number;
  readonly recordings: readonly MotionRecording[];
}

/** Everyone in a directory of the CMU layout. A person is a subject number: see cmu-set.ts. */
export const readCmuPeople = (dir: string): MotionPerson[] =>
  people(readCmuSet(dir).map(fromCmu), (id) => cmuFold(id.replace('cmu:', '')));

/** Everyone in a directory of GaitPrint tables. */
export function readGaitPrintPeople(dir: string): MotionPerson[] {
  const files = readdirSync(dir)
    .filter((name) => /\.csv(\.gz)?$/.test(name))
    .sort();
  const recordings = files.map((name) => fromGaitPrint(readGaitPrint(join(dir, name))));
  const ids = [...new Set(recordings.map((r) => r.person))];
  return people(recordings, (id) => ids.indexOf(id));
}

/** Everyone of both sets below the data directory who has these channels. */
export function readTrainingPeople(data: string, channels: readonly ChannelName[]): MotionPerson[] {
  const sets = [
    { dir: join(data, 'cmu'), read: readCmuPeople },
    { dir: join(data, 'gaitprint'), read: readGaitPrintPeople },
  ];
  return sets
    .filter(({ dir }) => existsSync(dir))
    .flatMap(({ dir, read }) => read(dir))
    .filter((p) => p.recordings.every((r) => channels.every((name) => r.channels.has(name))));
}

function people(recordings: readonly MotionRecording[], fold: (id: string) => number): MotionPerson[] {
  const ids = [...new Set(recordings.map((r) => r.person))];
  return ids.map((id) => ({ id, fold: fold(id), recordings: recordings.filter((r) => r.person === id) }));
}
