import { CMU_FOLDS, cmuFold } from '../data/cmu-set';
import type { Protocol } from './jobs';
import type { StudyRecording } from './recordings';
import { type Part, splitPart, wholePart } from './windows';

/** What is trained on, by groups for choosing a ridge, and what is tested. */
export interface Split {
  readonly groups: readonly (readonly Part[])[];
  readonly test: readonly Part[];
}

const foldOf = (r: StudyRecording): number => cmuFold(r.person.replace('cmu:', ''));

/** `people_out`: everyone of one fold is tested by what the others taught. `within`: the rest of each recording. */
export function splitOf(recordings: readonly StudyRecording[], protocol: Protocol, fold: number): Split {
  const folds = Array.from({ length: CMU_FOLDS }, (_, i) => recordings.filter((r) => foldOf(r) === i));
  if (protocol === 'within')
    return {
      groups: folds.map((list) => list.map((r) => splitPart(r).training)).filter((g) => g.length > 0),
      test: recordings.map((r) => splitPart(r).test),
    };
  return {
    groups: folds.filter((list, i) => i !== fold && list.length > 0).map((list) => list.map(wholePart)),
    test: folds[fold].map(wholePart),
  };
}
