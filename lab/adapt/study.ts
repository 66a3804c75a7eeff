import { SHOWN_HORIZONS_MS } from '../../src/forecast/forecaster';
import type { LoadedModel } from '../../src/forecast/model-library';
import type { AdaptationMethod } from '../../src/adapt/methods/method';
import { isForecastable } from '../../src/adapt/strides/stride-set';
import type { Walk } from '../../src/adapt/walk';
import { readReplay } from '../../src/adapt/windows/read-data';
import type { GaitCycle } from '../../src/gait/cycles/types';
import { range } from '../../src/gait/metrics';
import { note } from '../figures';
import type { Person } from '../train/people';
import { weightsFor } from './models';
import { cyclesOf, strideMarks } from './strides';
import { tryPerson, type TrialResult } from './try-person';
import { walkOf } from './virtual-walks';

/** One adaptation and what came of it later. Changes are shares: -0.2 is 20 % less error than the base model's. */
export interface TrialRow {
  readonly person: string;
  readonly group: string;
  readonly k: number;
  /** First tick of the first stride, and how many ticks there are to test on. */
  readonly start: number;
  readonly testTicks: number;
  readonly decision: 'accept' | 'keep';
  readonly method: string;
  /** The adapted baseline that the kept-back strides prefer, where there is one. */
  readonly betterPeer: string | null;
  readonly seconds: number;
  readonly horizons: readonly HorizonRow[];
}

interface HorizonRow {
  readonly ms: number;
  /** The gate uses the personal model at this step. */
  readonly use: boolean;
  /** Chance of being better that the gate gave. */
  readonly better: number;
  readonly seen: number;
  readonly beforeNmae: number;
  readonly afterNmae: number;
  /** Of what the gate left, and of the candidate as if accepted. */
  readonly change: number;
  readonly ungatedChange: number;
  /** NMAE % of the baselines: zero-shot and adapted. */
  readonly baselines: Readonly<Record<string, number>>;
  /** By method, each as if accepted. */
  readonly methods: Readonly<Record<string, number>>;
}

export interface Study {
  /** First strides of each person. */
  readonly people: readonly TrialRow[];
  /** Every stretch of 2, 3 and 5 strides. */
  readonly trials: readonly TrialRow[];
  readonly refused: readonly { person: string; k: number; codes: readonly string[] }[];
  /** Seen in training by all weights at hand. */
  readonly unseen: readonly string[];
}

export interface StudyRequest {
  readonly models: readonly LoadedModel[];
  readonly people: readonly Person[];
  readonly strides: number;
  readonly trials: boolean;
  readonly replay: readonly Walk[];
  readonly methods?: readonly AdaptationMethod[];
}

const TRIAL_STRIDES = [2, 3, 5];
/** Less test than this says nothing. */
const LEAST_TEST_S = 1;

export async function runStudy(request: StudyRequest): Promise<Study> {
  const { models, people: asked, strides: most, replay: walks, methods } = request;
  const people: TrialRow[] = [];
  const trials: TrialRow[] = [];
  const refused: Study['refused'][number][] = [];
  const unseen: string[] = [];
  for (const person of asked) {
    const model = weightsFor(person.id, models);
    if (model === undefined) {
      unseen.push(person.id);
      continue;
    }
    const replay = await readReplay(model, walks);
    const signal = person.judged[0];
    const walk = walkOf(signal);
    const cycles = cyclesOf(signal).filter((c) =>
      isForecastable(walk, { start: c.startTick, end: c.endTick }, model.card, 'r'),
    );
    const whole = range(signal.measured);
    const attempt = async (from: number, k: number, peers: boolean): Promise<TrialRow | null> => {
      const strides = strideMarks(cycles.slice(from, from + k));
      const end = strides[strides.length - 1].end;
      if (walk.ticks - end - 2 * model.card.steps < LEAST_TEST_S * walk.rate) return null;
      const result = await tryPerson(model, { walk, strides }, replay, methods, peers);
      if ('refused' in result) {
        refused.push({ person: person.id, k, codes: result.refused });
        return null;
      }
      return rowOf(person, k, strides[0].start, result, walk.rate, whole);
    };
    const k = firstStrides(cycles, most, walk.ticks - 2 * model.card.steps - LEAST_TEST_S * walk.rate);
    const row = k === 0 ? null : await attempt(0, k, true);
    if (row !== null) people.push(row);
    else if (k === 0) refused.push({ person: person.id, k, codes: ['too_few_strides'] });
    if (request.trials)
      for (const n of TRIAL_STRIDES)
        for (let from = 0; from + n <= cycles.length; from += n) {
          const row = await attempt(from, n, false);
          if (row !== null) trials.push(row);
        }
    note(
      `${person.id}: ${cycles.length} strides, ${trials.filter((t) => t.person === person.id).length} trials`,
    );
  }
  return { people, trials, refused, unseen };
}

/** How many first strides there are, at most `most`, that end before `latest`. */
function firstStrides(cycles: readonly GaitCycle[], most: number, latest: number): number {
  let k = Math.min(most, cycles.length);
  while (k > 0 && cycles[k - 1].endTick > latest) k--;
  return k;
}

function rowOf(
  person: Person,
  k: number,
  start: number,
  { best, errors, seconds, methods, baselines, betterPeer }: TrialResult,
  rate: number,
  wholeRange: number,
): TrialRow {
  return {
    person: person.id,
    group: person.group,
    k,
    start,
    testTicks: errors.ticks,
    decision: best.verdict.decision,
    method: best.method,
    betterPeer,
    seconds: round(seconds),
    horizons: SHOWN_HORIZONS_MS.map((ms, i): HorizonRow => {
      const step = Math.round((ms * rate) / 1000) - 1;
      const row = best.verdict.rows[i];
      const before = errors.before[step];
      return {
        ms,
        use: row.use,
        better: round(row.better),
        seen: round(row.seen),
        beforeNmae: round((100 * before) / wholeRange),
        afterNmae: round((100 * errors.after[step]) / wholeRange),
        change: round(errors.after[step] / before - 1),
        ungatedChange: round(errors.ungated[step] / before - 1),
        baselines: Object.fromEntries(
          Object.entries(baselines).map(([id, e]) => [id, round((100 * e[step]) / wholeRange)]),
        ),
        methods: Object.fromEntries(
          Object.entries(methods).map(([id, e]) => [id, round(e[step] / before - 1)]),
        ),
      };
    }),
  };
}

const round = (v: number): number => Number(v.toFixed(4));
