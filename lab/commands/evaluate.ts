import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SHOWN_HORIZONS_MS } from '../../src/forecast/forecaster';
import { type LoadedModel, ModelLibrary } from '../../src/forecast/model-library';
import { type Calm, calmOnPeople, calmOnVirtualPeople, calmTable } from '../evaluate/calm';
import type { JudgedPart, PersonScores } from '../evaluate/judge';
import { judgePeople } from '../evaluate/judge-people';
import { scoreTable, summarise } from '../evaluate/summary';
import { byUnseenWeights } from '../evaluate/unseen';
import { type Figure, figure, note, printFigures } from '../figures';
import { type Person, peopleNamed, readPeople } from '../train/people';

/** What the network has to reach on people it has never seen, mean over all of them: NMAE in percent by horizon, ms. */
const GOALS: Readonly<Record<number, number>> = { 100: 3.2, 200: 5.6 };

/** Weights that ship, and weights of the same recipe that never saw a few of the same people. */
const SHELVES = [join('public', 'models'), join('e2e', 'fixtures', 'models')];

/**
 * `evaluate --model knee [--data DIR] [--people 5A,6N] [--part second_half|all] [--json]`
 *
 * Judges a model, its intervals and its baselines on recordings, as they come (zero-shot), and how calm its forecasts are. Nobody is judged by weights
 * that saw him: the leave-out weights are taken where they help, else the person is refused.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: 'string', default: 'knee' },
      data: { type: 'string' },
      people: { type: 'string' },
      part: { type: 'string', default: 'second_half' },
      json: { type: 'boolean', default: false },
    },
  });
  const part = partOf(values.part);
  const shelf = await Promise.all(SHELVES.map((dir) => load(dir, values.model)));
  const models = shelf.filter((m) => m !== undefined);
  if (models.length === 0) throw new Error(`No model ${values.model} in ${SHELVES.join(' or ')}`);

  const everyone = readPeople(models[0].card.rate, values.data);
  const asked = values.people === undefined ? everyone : peopleNamed(values.people, everyone);
  const { judged, refused } = byUnseenWeights(asked, models);
  if (refused.length > 0) {
    const text = `Seen in training by all weights at hand: ${refused.map((p) => p.id).join(', ')}`;
    if (values.people !== undefined || judged.length === 0) throw new Error(text);
    note(text);
  }

  const people: PersonScores[] = [];
  const calm: Calm[] = [];
  for (const { model, people: members } of judged) {
    people.push(...(await judgeWith(model, members, part)));
    calm.push(...(await calmOnPeople(model, members)));
  }
  calm.unshift(...(await calmOnVirtualPeople(models[0])));
  const rows = summarise(people);
  note(scoreTable({ protocol: 'left_out', part, horizonsMs: SHOWN_HORIZONS_MS, rows }));
  note(calmTable(calm));
  const details = { model: values.model, part, refused: refused.map((p) => p.id), rows, people, calm };
  const calmFigures = calm.map((c) =>
    figure(`${values.model}.calm.${c.who}.bend_ratio_100ms`, c.forecast / c.truth, '1'),
  );
  printFigures([...figuresOf(values.model, rows), ...calmFigures], details, values.json);
}

function judgeWith(model: LoadedModel, people: readonly Person[], part: JudgedPart): Promise<PersonScores[]> {
  const { card, weights, baselines } = model;
  return judgePeople({ card, weights, baselines, quantiles: card.intervalQuantiles }, people, part);
}

function figuresOf(id: string, rows: ReturnType<typeof summarise>): Figure[] {
  return rows
    .filter((r) => r.forecaster === id)
    .flatMap((r) => [
      ...SHOWN_HORIZONS_MS.map((ms, i) => {
        const goal = r.group === 'all' ? (GOALS[ms] ?? null) : null;
        return figure(`${id}.zero_shot.${r.group}.nmae_${ms}ms`, r.nmae[i], '%', goal);
      }),
      ...SHOWN_HORIZONS_MS.map((ms, i) =>
        figure(`${id}.zero_shot.${r.group}.coverage_${ms}ms`, r.coverage?.[i] ?? Number.NaN, '1'),
      ),
    ]);
}

/** The model from a directory of models; undefined where the directory or the model is not there. */
async function load(dir: string, id: string): Promise<LoadedModel | undefined> {
  try {
    const library = await ModelLibrary.open((path) => readFile(join(dir, path)));
    return await library.load(id);
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function partOf(text: string): JudgedPart {
  if (text === 'second_half' || text === 'all') return text;
  throw new Error(`--part: second_half or all, not '${text}'`);
}
