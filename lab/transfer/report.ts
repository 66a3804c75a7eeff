import type { Phrase, StudyCurve, StudyInput } from '../../src/forecast/evidence/study';
import { atMs } from '../evaluate/studies/study-file';
import { type PersonErrors, STEPS, STRIDES } from './judge-person';
import type { ModelErrors } from './study';

type Table = StudyInput['tables'][number];
type Errors = readonly number[];

const MS = STEPS.map((step) => step * 10);
const GROUPS = ['normal', 'abnormal', 'all', 'worst'] as const;
const WORSE_BY_STRIDES = STRIDES.filter((k) => k > 1);

/** How a person's errors are read: without his strides, from so many of them always, or as the gate leaves it. */
interface Condition {
  readonly strides: number;
  readonly gated: boolean;
}

const CONDITIONS: readonly Condition[] = [
  { strides: 0, gated: false },
  ...STRIDES.map((strides) => ({ strides, gated: false })),
  ...WORSE_BY_STRIDES.map((strides) => ({ strides, gated: true })),
];

/** Errors under a condition; undefined where this person has not so many strides, or is refused. */
function errorsOf(person: PersonErrors, { strides, gated }: Condition): Errors | undefined {
  if (strides === 0) return person.zeroShot;
  const found = person.adapted.find((a) => a.strides === strides);
  return (gated ? found?.gated : found?.always) ?? undefined;
}

/** NMAE by group, condition and horizon: one table for each model. */
export function errorTable({ model, people }: ModelErrors, simulated = false): Table {
  const rows = CONDITIONS.flatMap((condition) =>
    GROUPS.flatMap((group) => {
      const members = people.filter((p) => group === 'all' || group === 'worst' || p.group === group);
      const errors = members.map((p) => errorsOf(p, condition)).filter((e) => e !== undefined);
      if (errors.length === 0) return [];
      const windows = members.filter((p) => errorsOf(p, condition)).reduce((sum, p) => sum + p.windows, 0);
      const figures = STEPS.map((_, i) => {
        const values = errors.map((e) => e[i]);
        return round(group === 'worst' ? Math.max(...values) : mean(values));
      });
      const how = condition.strides === 0 ? 'zero_shot' : condition.gated ? 'gated' : 'always';
      return [[condition.strides, how, group, errors.length, windows, ...figures]];
    }),
  );
  return {
    id: `${simulated ? 'simulated-' : ''}${model}`,
    title: {
      code: simulated ? 'transfer_errors_simulated' : 'transfer_errors',
      text: simulated ? `${model}, generated walkers (a simulation)` : model,
      values: { model },
    },
    caption: {
      code: 'transfer_nmae',
      text: 'NMAE, % of the range of motion: mean over people never seen; worst: the worst of them at each horizon.',
    },
    columns: [
      { code: 'strides_learned', text: 'strides', digits: 0 },
      { code: 'how_adapted', text: 'adapted' },
      { code: 'group', text: 'group' },
      { code: 'people', text: 'people', digits: 0 },
      { code: 'windows', text: 'windows', digits: 0 },
      ...MS.map((ms) => atMs(ms, 2)),
    ],
    rows,
    notes: [
      {
        code: 'transfer_adapted_how',
        text: 'always: closed form and fine-tuning, half of each, on the first strides as if it were always accepted (on one stride the closed form alone); gated: what the gate leaves in use, which refuses to learn from one stride.',
      },
      {
        code: 'transfer_same_ticks',
        text: 'All rows of a person are judged on the same ticks, after the last stride that any of them learned from; short recordings have fewer strides.',
      },
    ],
  };
}

/** Every model against the same network without EMG: change of the mean error over the same people, %. */
export function earnedTable(models: readonly ModelErrors[], than: string): Table {
  const base = models.find((m) => m.model === than)!;
  const rows = models
    .filter((m) => m !== base)
    .flatMap(({ model, people }) =>
      CONDITIONS.flatMap((condition) => {
        const pairs = people.flatMap((p) => {
          const other = base.people.find((o) => o.person === p.person);
          const [a, b] = [errorsOf(p, condition), other && errorsOf(other, condition)];
          return a !== undefined && b !== undefined ? [{ a, b }] : [];
        });
        if (pairs.length === 0) return [];
        const change = STEPS.map((_, i) =>
          round(100 * (mean(pairs.map((p) => p.a[i])) / mean(pairs.map((p) => p.b[i])) - 1)),
        );
        const how = condition.strides === 0 ? 'zero_shot' : condition.gated ? 'gated' : 'always';
        return [[model, condition.strides, how, pairs.length, ...change]];
      }),
    );
  return {
    id: `against-${than}`,
    title: { code: 'transfer_earned', text: `Change of error against ${than}`, values: { than } },
    caption: {
      code: 'transfer_change',
      text: '% of its mean error over the same people; below 0 is better.',
    },
    columns: [
      { code: 'model', text: 'model' },
      { code: 'strides_learned', text: 'strides', digits: 0 },
      { code: 'how_adapted', text: 'adapted' },
      { code: 'people', text: 'people', digits: 0 },
      ...MS.map((ms) => atMs(ms, 1)),
    ],
    rows,
    notes: [
      {
        code: 'transfer_starts',
        text: 'Every model is adapted from its own network, so that they differ by their inputs alone; knee-from-memory starts, as the product does, from the network that remembers this person’s strides.',
      },
    ],
  };
}

/** Share of people whom adapting makes worse than no adapting, %. */
export function worseTable(models: readonly ModelErrors[]): Table {
  const rows = models.flatMap(({ model, people }) =>
    CONDITIONS.filter((c) => c.strides > 0).flatMap((condition) => {
      const pairs = people.flatMap((p) => {
        const after = errorsOf(p, condition);
        return after === undefined ? [] : [{ before: p.zeroShot, after }];
      });
      if (pairs.length === 0) return [];
      const worse = STEPS.map((_, i) =>
        round((100 * pairs.filter((p) => p.after[i] > p.before[i] * NOTICEABLY).length) / pairs.length),
      );
      return [[model, condition.strides, condition.gated ? 'gated' : 'always', pairs.length, ...worse]];
    }),
  );
  return {
    id: 'made-worse',
    title: { code: 'transfer_worse', text: 'People made worse by adapting' },
    caption: {
      code: 'transfer_worse_share',
      text: '% of people whose error grows by more than 2 % of itself.',
    },
    columns: [
      { code: 'model', text: 'model' },
      { code: 'strides_learned', text: 'strides', digits: 0 },
      { code: 'how_adapted', text: 'adapted' },
      { code: 'people', text: 'people', digits: 0 },
      ...MS.map((ms) => atMs(ms, 0)),
    ],
    rows,
  };
}

const NOTICEABLY = 1.02;

/** Error at a horizon against strides learned from, over the people who have all of them. */
export function strideCurve(models: readonly ModelErrors[], ms: number): StudyCurve {
  const i = MS.indexOf(ms);
  const conditions = CONDITIONS.filter((c) => !c.gated);
  return {
    id: `strides-${ms}ms`,
    title: { code: 'transfer_by_strides', text: `Error at ${ms} ms by strides learned from`, values: { ms } },
    x: { code: 'strides_learned', text: 'strides' },
    y: { code: 'nmae_percent', text: 'NMAE, %' },
    series: models.map(({ model, people }) => {
      const whole = people.filter((p) => conditions.every((c) => errorsOf(p, c) !== undefined));
      return {
        name: model,
        kind: 'forecast',
        points: conditions.map((c): [number, number] => [
          c.strides,
          round(mean(whole.map((p) => errorsOf(p, c)![i]))),
        ]),
      };
    }),
  };
}

/** What the figures say, in sentences made from them. */
export function findingsOf(real: readonly ModelErrors[], simulated: readonly ModelErrors[]): Phrase[] {
  const [zero, five] = [CONDITIONS[0], { strides: 5, gated: false }];
  const value = (models: readonly ModelErrors[], id: string, c: Condition, ms: number): string => {
    const errors = models
      .find((m) => m.model === id)!
      .people.map((p) => errorsOf(p, c))
      .filter((e) => e !== undefined);
    return mean(errors.map((e) => e[MS.indexOf(ms)])).toFixed(2);
  };
  const emg = {
    with100: value(real, 'knee-emg', zero, 100),
    without100: value(real, 'knee', zero, 100),
    with500: value(real, 'knee-emg', zero, 500),
    without500: value(real, 'knee', zero, 500),
  };
  const only = {
    zero: value(real, 'knee-emg-only', zero, 500),
    five: value(real, 'knee-emg-only', five, 500),
  };
  const force = {
    with100: value(simulated, 'knee-force', zero, 100),
    without100: value(simulated, 'knee-emg-fitted', zero, 100),
  };
  return [
    {
      code: 'transfer_emg_zero_shot',
      text: `On people never seen EMG beside knee history changes little: ${emg.with100} % with and ${emg.without100} % without it at 100 ms, ${emg.with500} and ${emg.without500} % at 500 ms.`,
      values: emg,
    },
    {
      code: 'transfer_emg_only',
      text: `EMG alone forecasts the knee to ${only.zero} % at 500 ms, and to ${only.five} % in those with five strides to learn from.`,
      values: only,
    },
    {
      code: 'transfer_force',
      text: `On generated walkers, a simulation, the force between leg and exoskeleton takes the error at 100 ms from ${force.without100} to ${force.with100} %.`,
      values: force,
    },
  ];
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const round = (v: number): number => Number(v.toFixed(3));
