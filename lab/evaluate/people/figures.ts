import { type Figure, figure } from '../../figures';
import type { Errors, PersonResult } from './judge-walker';
import type { DataSet } from './walkers';

/** NMAE in % of the range on people never seen, mean over all of them, by horizon in ms. */
const ZERO_SHOT: Goals = { 50: 1.5, 100: 2.8, 200: 5, 500: 8 };
const ADAPTED: Goals = { 50: 1.35, 100: 2.4, 200: 4.5, 500: 7.8 };
/** Change against the best baseline, %. */
const AGAINST_BEST: Goals = { 10: 0, 100: -10, 200: -10, 500: -10 };
const COVERED_FROM_MS = [50, 100, 200];
/** Steps of less than this need angles that were really sampled as often. */
const NATIVE_BELOW_MS = 20;
const NATIVE_RATE = 1000;

type Goals = Readonly<Record<string, number>>;

/** The people who count at a horizon: enough test, and at 10 ms no sensor that was filled up by lines. */
export const pooledAt = (people: readonly PersonResult[], ms: number): PersonResult[] =>
  people.filter((p) => p.pooled && (ms >= NATIVE_BELOW_MS || p.nativeRate >= NATIVE_RATE));

/** Mean NMAE over people, %. */
export function meanNmae(
  people: readonly PersonResult[],
  ms: number,
  of: (p: PersonResult) => Errors,
): number {
  return round(people.reduce((sum, p) => sum + of(p).nmae[ms], 0) / people.length);
}

/** A part of the personal model, shown beside the baselines and not one of them. */
export const OWN_PART = 'own_strides';

/** The best baseline of a group at a horizon: the one with the least mean error over the same people. */
export function bestBaseline(people: readonly PersonResult[], ms: number): { id: string; nmae: number } {
  return Object.keys(people[0].baselines)
    .filter((id) => id !== OWN_PART)
    .map((id) => ({ id, nmae: meanNmae(people, ms, (p) => p.baselines[id]) }))
    .reduce((a, b) => (b.nmae < a.nmae ? b : a));
}

/** Which baseline is the best, by group and horizon. */
export function bestBaselines(
  people: readonly PersonResult[],
): { group: string; ms: number; id: string; nmae: number }[] {
  return groupsOf(people).flatMap((group) =>
    horizonsOf(people).flatMap((ms) => {
      const pooled = pooledAt(members(people, group), ms);
      return pooled.length === 0 ? [] : [{ group, ms, ...bestBaseline(pooled, ms) }];
    }),
  );
}

export const horizonsOf = (people: readonly PersonResult[]): number[] =>
  Object.keys(people[0]?.zeroShot.nmae ?? {}).map(Number);

/** Groups there are, and `all`. */
export const groupsOf = (people: readonly PersonResult[]): string[] => {
  const groups = [...new Set(people.map((p) => p.group))];
  return groups.length > 1 ? [...groups, 'all'] : groups;
};

export const members = (people: readonly PersonResult[], group: string): PersonResult[] =>
  people.filter((p) => group === 'all' || p.group === group);

/** `uci.abnormal.100ms.adapted_vs_best_baseline` and the like. */
export function figuresOf(dataSet: DataSet, people: readonly PersonResult[]): Figure[] {
  if (people.length === 0) return [];
  const horizons = horizonsOf(people);
  const goals = dataSet === 'uci';
  return groupsOf(people).flatMap((group) => {
    const inGroup = members(people, group);
    const goalOf = (list: Goals, ms: number, of: string) =>
      goals && (of === 'each' || group === 'all') ? (list[ms] ?? null) : null;
    const errors = horizons.flatMap((ms) => {
      const pooled = pooledAt(inGroup, ms);
      if (pooled.length === 0) return [];
      const name = (what: string) => `${dataSet}.${group}.${ms}ms.${what}`;
      const zeroShot = meanNmae(pooled, ms, (p) => p.zeroShot);
      const adapted = meanNmae(pooled, ms, (p) => p.adapted);
      const best = bestBaseline(pooled, ms).nmae;
      return [
        figure(name('zero_shot'), zeroShot, '%', goalOf(ZERO_SHOT, ms, 'all')),
        figure(name('adapted'), adapted, '%', goalOf(ADAPTED, ms, 'all')),
        figure(name('best_baseline'), best, '%'),
        figure(
          name('adapted_vs_best_baseline'),
          round(100 * (adapted / best - 1)),
          '%',
          goalOf(AGAINST_BEST, ms, 'each'),
        ),
        ...ownPart(pooled, ms, name, adapted),
      ];
    });
    return [...errors, ...intervalFigures(dataSet, group, inGroup)];
  });
}

/** What the personal model is worth beside its own memory without a network. */
function ownPart(
  people: readonly PersonResult[],
  ms: number,
  name: (what: string) => string,
  adapted: number,
): Figure[] {
  if (people.some((p) => p.baselines[OWN_PART] === undefined)) return [];
  const alone = meanNmae(people, ms, (p) => p.baselines[OWN_PART]);
  return [
    figure(name('own_strides_alone'), alone, '%'),
    figure(name('adapted_vs_own_strides_alone'), round(100 * (adapted / alone - 1)), '%'),
  ];
}

function intervalFigures(dataSet: DataSet, group: string, people: readonly PersonResult[]): Figure[] {
  const counted = people.filter((p) => p.pooled);
  const judged = COVERED_FROM_MS.filter((ms) => counted[0]?.interval.coverage[ms] !== undefined);
  return judged.flatMap((ms) => {
    const coverage = counted.map((p) => p.interval.coverage[ms]);
    const width = counted.map((p) => p.interval.width[ms]);
    const name = (what: string) => `${dataSet}.${group}.${ms}ms.interval_${what}`;
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const goal = group === 'all';
    return [
      figure(name('coverage'), round(mean(coverage)), '1', goal ? 0.88 : null, 'above'),
      figure(name('least_coverage'), Math.min(...coverage), '1', goal ? 0.85 : null, 'above'),
      figure(name('width'), round(mean(width)), '%', goal && ms === 100 ? 13 : null),
    ];
  });
}

const round = (v: number): number => Number(v.toPrecision(4));
