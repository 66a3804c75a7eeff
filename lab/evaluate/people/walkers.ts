import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Walk } from '../../../src/adapt/walk';
import type { ModelCard } from '../../../src/forecast/model-card';
import { walkOf } from '../../adapt/virtual-walks';
import { dataDir } from '../../data/dir';
import { readUciSet, type UciRecording } from '../../data/uci';
import { cmuWalkers, gaitPrintWalkers } from '../../motion/walkers';
import { kneeSignal, personOf } from '../../train/recordings';
import { walkOfSignal, withEmg } from '../../transfer/people';

export type DataSet = 'uci' | 'cmu' | 'gaitprint';

/** One person's recordings at model rate, through the live conditioner, the forecast leg as the right one. */
export interface Walker {
  /** As cards name people: `uci:3A`. */
  readonly id: string;
  readonly group: string;
  /** Rate at which the angles were really sampled, Hz: below 100 a step of 10 ms knows the future. */
  readonly nativeRate: number;
  readonly walks: readonly Walk[];
}

/** Everyone in `dir` (default: the set of the data directory that has the model's channels). Throws Error where there is none. */
export function readWalkers(card: ModelCard, dir?: string): { dataSet: DataSet; walkers: Walker[] } {
  const from = dir ?? join(homeOfData(), homeSet(card));
  const dataSet = layoutOf(from);
  const walkers = READERS[dataSet](card, from);
  if (walkers.length === 0) throw new Error(`No walking recordings of the ${dataSet} layout in ${from}`);
  return { dataSet, walkers };
}

/** Whole legs are in the CMU set, knees with EMG in the UCI set. */
const homeSet = ({ inputs }: ModelCard): DataSet =>
  inputs.some((name) => name.startsWith('hip_')) ? 'cmu' : 'uci';

const hearsMuscles = ({ inputs }: ModelCard): boolean => inputs.some((name) => name.startsWith('emg_'));

type Reader = (card: ModelCard, dir: string) => Walker[];

const READERS: Readonly<Record<DataSet, Reader>> = {
  uci: (card, dir) => {
    const people = new Map<string, UciRecording[]>();
    for (const recording of readUciSet(dir, 'mar'))
      people.set(recording.person, [...(people.get(recording.person) ?? []), recording]);
    return [...people.values()].map((recordings) => ({
      id: personOf(recordings[0]),
      group: recordings[0].group,
      nativeRate: recordings[0].nativeAngleRate,
      walks: recordings.map((r) =>
        hearsMuscles(card) ? walkOfSignal(withEmg(r, card.rate)) : walkOf(kneeSignal(r, card.rate)),
      ),
    }));
  },
  cmu: cmuWalkers,
  gaitprint: gaitPrintWalkers,
};

/** By the names of the files: `*mar.txt`, `*.amc`, else tables. */
function layoutOf(dir: string): DataSet {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  const some = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (some(/mar\.txt(\.gz)?$/i)) return 'uci';
  if (some(/\.amc(\.gz)?$/i)) return 'cmu';
  if (some(/\.csv(\.gz)?$/i)) return 'gaitprint';
  throw new Error(`No recordings of a known layout in ${dir}`);
}

function homeOfData(): string {
  const data = dataDir();
  if (data === null) throw new Error('No data directory: set STRIDECAST_DATA');
  return data;
}
