import { join } from 'node:path';
import { dataDir } from '../data/dir';
import { readUciSet, type UciRecording } from '../data/uci';
import { type KneeSignal, kneeSignal, personOf } from './recordings';

/** One person's walking: at 1000 Hz to cut windows from, at 100 Hz to judge. */
export interface Person {
  readonly id: string;
  readonly group: string;
  readonly files: readonly string[];
  readonly fine: readonly KneeSignal[];
  readonly judged: readonly KneeSignal[];
}

const FINE_RATE = 1000;

/** Everyone whose walking lies in `dir` (default: the UCI set of the data directory). Throws where there is none. */
export function readPeople(rate: number, dir?: string): Person[] {
  const from = dir ?? uciDir();
  const people = new Map<string, UciRecording[]>();
  for (const recording of readUciSet(from, 'mar'))
    people.set(recording.person, [...(people.get(recording.person) ?? []), recording]);
  if (people.size === 0) throw new Error(`No walking recordings of the UCI layout in ${from}`);
  return [...people.values()].map((recordings) => ({
    id: personOf(recordings[0]),
    group: recordings[0].group,
    files: recordings.map((r) => `${r.person}${r.task}`),
    fine: recordings.map((r) => kneeSignal(r, FINE_RATE)),
    judged: recordings.map((r) => kneeSignal(r, rate)),
  }));
}

export function uciDir(): string {
  const data = dataDir();
  if (data === null) throw new Error('No data directory: set STRIDECAST_DATA');
  return join(data, 'uci');
}

/** `3A,1N` to `uci:3A`, `uci:1N`; whoever is not in `people` is an error. */
export function peopleNamed(list: string, people: readonly Person[]): Person[] {
  return list
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      const found = people.find((p) => p.id === name || p.id === `uci:${name}`);
      if (!found) throw new Error(`No person ${name}; there are: ${people.map((p) => p.id).join(', ')}`);
      return found;
    });
}

/** Folds of people, each with its share of every group; the same people give the same folds. */
export function foldsOf(people: readonly Person[], count: number): Person[][] {
  const folds: Person[][] = Array.from({ length: count }, () => []);
  if (count === 0) return folds;
  let next = 0;
  for (const group of new Set(people.map((p) => p.group)))
    for (const person of people.filter((p) => p.group === group)) folds[next++ % count].push(person);
  return folds;
}
