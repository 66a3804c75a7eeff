import type { StudyInput } from '../../../src/forecast/evidence/study';
import { atMs, writeStudy } from '../studies/study-file';
import { bestBaseline, groupsOf, horizonsOf, meanNmae, members, OWN_PART, pooledAt } from './figures';
import type { Errors, PersonResult } from './judge-walker';

type Table = StudyInput['tables'][number];
type Curve = NonNullable<StudyInput['curves']>[number];
type Of = (person: PersonResult) => Errors;

/** Horizons that each person's row shows. */
const EACH_MS = [50, 100, 200, 500];
const FOUND_MS = [100, 200, 500];
const NATIVE_BELOW_MS = 20;

/** docs/evidence/<model>-people.json: groups, the network against the best baseline, each person. */
export function writePeopleStudy(
  model: string,
  command: string,
  people: readonly PersonResult[],
): Promise<string> {
  return writeStudy({
    id: `${model}-people`,
    title: {
      code: 'people_title',
      text: `Person by person: ${model}`,
      values: { model },
    },
    findings: findingsOf(people),
    command,
    seed: 1,
    tables: [againstTable(people), groupTable(people), eachTable(people)],
    curves: [curveOf(people)],
  });
}

function contestants(people: readonly PersonResult[]): [id: string, of: Of][] {
  return [
    ['adapted', (p) => p.adapted],
    ['zero_shot', (p) => p.zeroShot],
    ...Object.keys(people[0].baselines).map((id): [string, Of] => [id, (p) => p.baselines[id]]),
  ];
}

function findingsOf(people: readonly PersonResult[]): StudyInput['findings'] {
  return FOUND_MS.filter((ms) => horizonsOf(people).includes(ms)).map((ms) => {
    const pooled = pooledAt(people, ms);
    const adapted = meanNmae(pooled, ms, (p) => p.adapted);
    const best = bestBaseline(pooled, ms);
    const change = Number((100 * (adapted / best.nmae - 1)).toFixed(1));
    const values = { ms, adapted: Number(adapted.toFixed(2)), best: Number(best.nmae.toFixed(2)), change };
    return {
      code: 'people_found',
      text: `At ${ms} ms the adapted network errs by ${values.adapted} % of the range, the best baseline by ${values.best} %: ${change} %.`,
      values,
    };
  });
}

function groupTable(people: readonly PersonResult[]): Table {
  const horizons = horizonsOf(people);
  const rows = groupsOf(people).flatMap((group) =>
    contestants(people).map(([id, of]) => [
      group,
      id,
      pooledAt(members(people, group), EACH_MS[0]).length,
      ...horizons.map((ms) => {
        const pooled = pooledAt(members(people, group), ms);
        return pooled.length === 0 ? null : meanNmae(pooled, ms, of);
      }),
    ]),
  );
  const worst = contestants(people).map(([id, of]) => [
    'worst',
    id,
    pooledAt(people, EACH_MS[0]).length,
    ...horizons.map((ms) => {
      const pooled = pooledAt(people, ms);
      return pooled.length === 0 ? null : Math.max(...pooled.map((p) => of(p).nmae[ms]));
    }),
  ]);
  const refused = people.filter((p) => p.gate.decision === 'refused').length;
  return {
    id: 'groups',
    title: { code: 'people_summary', text: 'Groups of people' },
    caption: {
      code: 'people_nmae',
      text: 'NMAE, % of the range of motion, mean over people; worst: the worst of all at each horizon; every forecaster on the same samples after the first half of each recording.',
    },
    columns: [
      { code: 'group', text: 'group' },
      { code: 'forecaster', text: 'forecaster' },
      { code: 'people', text: 'people', digits: 0 },
      ...horizons.map((ms) => atMs(ms)),
    ],
    rows: [...rows, ...worst],
    notes: [
      {
        code: 'people_how',
        text: 'Each person by weights that never saw him. Adapted: on the first half of his recording; the test begins one horizon later.',
      },
      ...(people.some((p) => OWN_PART in p.baselines)
        ? [
            {
              code: 'people_own_part',
              text: 'own_strides: what a personal model remembers of the person’s last 12 s, by itself, without a network (kernel regression). It is a part of the personal model, so it does not count as a baseline; its six constants were set on these people.',
            },
          ]
        : []),
      {
        code: 'people_refused',
        text: `${refused} people’s first halves hold too little to learn from: they count with what needs no learning, network and baselines alike.`,
        values: { n: refused },
      },
      ...(horizons.some((ms) => ms < NATIVE_BELOW_MS)
        ? [
            {
              code: 'people_native',
              text: 'At 10 ms only people whose angle was really sampled at 1000 Hz count.',
            },
          ]
        : []),
    ],
  };
}

function againstTable(people: readonly PersonResult[]): Table {
  return {
    id: 'against-best',
    title: { code: 'people_against', text: 'The adapted network against the best baseline' },
    caption: {
      code: 'people_against_caption',
      text: 'NMAE, %; change in %, below 0 the network is better. The best baseline is chosen anew for each group and horizon.',
    },
    columns: [
      { code: 'group', text: 'group' },
      { code: 'horizon', text: 'ahead, ms', digits: 0 },
      { code: 'people', text: 'people', digits: 0 },
      { code: 'as_it_comes', text: 'as it comes' },
      { code: 'adapted_column', text: 'adapted' },
      { code: 'best_baseline', text: 'best baseline' },
      { code: 'nmae_percent', text: 'NMAE, %' },
      { code: 'change_percent', text: 'change, %', digits: 1 },
    ],
    rows: groupsOf(people).flatMap((group) =>
      horizonsOf(people).flatMap((ms) => {
        const pooled = pooledAt(members(people, group), ms);
        if (pooled.length === 0) return [];
        const adapted = meanNmae(pooled, ms, (p) => p.adapted);
        const best = bestBaseline(pooled, ms);
        const zeroShot = meanNmae(pooled, ms, (p) => p.zeroShot);
        return [
          [group, ms, pooled.length, zeroShot, adapted, best.id, best.nmae, 100 * (adapted / best.nmae - 1)],
        ];
      }),
    ),
  };
}

function eachTable(people: readonly PersonResult[]): Table {
  const horizons = EACH_MS.filter((ms) => horizonsOf(people).includes(ms));
  return {
    id: 'each-person',
    title: { code: 'people_each', text: 'Each person' },
    caption: {
      code: 'people_each_caption',
      text: 'NMAE, %, as it comes > adapted, and the best baseline of this person, chosen after the fact.',
    },
    columns: [
      { code: 'person', text: 'person' },
      { code: 'gate', text: 'decision' },
      { code: 'test_seconds', text: 'test, s', digits: 1 },
      ...horizons.flatMap((ms) => [
        { code: 'zero_shot_at', text: `as it comes, ${ms} ms`, values: { ms } },
        { code: 'adapted_at', text: `adapted, ${ms} ms`, values: { ms } },
        { code: 'best_at', text: `best baseline, ${ms} ms`, values: { ms } },
      ]),
    ],
    rows: people.map((p) => [
      p.id,
      p.gate.decision,
      p.testTicks / p.rate,
      ...horizons.flatMap((ms) => [p.zeroShot.nmae[ms], p.adapted.nmae[ms], bestBaseline([p], ms).nmae]),
    ]),
  };
}

/** Who is drawn: the network twice, and those baselines that are the best somewhere. */
function curveOf(people: readonly PersonResult[]): Curve {
  const horizons = horizonsOf(people);
  const best = new Set(
    horizons.flatMap((ms) => {
      const pooled = pooledAt(people, ms);
      return pooled.length === 0 ? [] : [bestBaseline(pooled, ms).id];
    }),
  );
  return {
    id: 'nmae-by-horizon',
    title: { code: 'people_curve', text: 'Error by how far ahead, all people' },
    x: { code: 'horizon_ms', text: 'ahead, ms' },
    y: { code: 'nmae_percent', text: 'NMAE, %' },
    logX: true,
    series: contestants(people)
      .filter(
        ([id]) => id === 'adapted' || id === 'zero_shot' || id === 'ridge' || id === OWN_PART || best.has(id),
      )
      .map(([name, of]) => ({
        name,
        kind: name === 'adapted' || name === 'zero_shot' ? ('forecast' as const) : ('baseline' as const),
        points: horizons.flatMap((ms): [number, number][] => {
          const pooled = pooledAt(people, ms);
          return pooled.length === 0 ? [] : [[ms, meanNmae(pooled, ms, of)]];
        }),
      })),
  };
}
