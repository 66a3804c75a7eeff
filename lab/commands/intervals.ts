import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { weightsAtHand, weightsDirs, weightsFor } from '../adapt/models';
import { fitStart } from '../evaluate/intervals/fit-start';
import { type Residuals, residualsOf } from '../evaluate/intervals/residuals';
import { type IntervalScore, judgeInterval, writeIntervalStudy } from '../evaluate/intervals/study';
import { readWalkers } from '../evaluate/people/walkers';
import { figure, note, printFigures } from '../figures';

/**
 * `intervals --model knee [--data DIR] [--write] [--json]`
 *
 * Judges the 90 % intervals of everyone by weights that never saw him, started from the errors of the others, and writes
 * docs/evidence/intervals.json. `--write` puts start and shape into the cards of all weights at hand, each from the errors
 * of its own training people (by weights that never saw them).
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: 'string', default: 'knee' },
      data: { type: 'string' },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const models = await weightsAtHand(values.model);
  const { walkers } = readWalkers(models[0].card, values.data);
  const judged = walkers.flatMap((walker) => {
    const model = weightsFor(walker.id, models);
    return model === undefined ? [] : [{ walker, model }];
  });
  const residuals: Residuals[] = [];
  for (const { walker, model } of judged) residuals.push(await residualsOf(model, walker));

  const shaped: IntervalScore[] = [];
  const plain: IntervalScore[] = [];
  for (const { walker, model } of judged) {
    const others = residuals.filter((r) => r.id !== walker.id);
    shaped.push(await judgeInterval(model, walker, fitStart(others)));
    plain.push(await judgeInterval(model, walker, fitStart(others, false)));
    note(
      `${walker.id}: ${shaped
        .at(-1)!
        .coverage.map((c) => (100 * c).toFixed(1))
        .join(' ')}`,
    );
  }
  const command = `npm run lab -- intervals --model ${values.model}`;
  note(await writeIntervalStudy(command, shaped, plain));
  if (values.write) await writeCards(values.model, residuals);
  const figures = ([50, 100, 200] as const).flatMap((ms) => {
    const i = [10, 20, 50, 100, 200, 500].indexOf(ms);
    const coverage = shaped.map((s) => s.coverage[i]);
    const width = shaped.map((s) => s.width[i]);
    const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;
    return [
      figure(`intervals.${ms}ms.coverage`, mean(coverage), '1', 0.88, 'above'),
      figure(`intervals.${ms}ms.least_coverage`, Math.min(...coverage), '1', 0.85, 'above'),
      figure(`intervals.${ms}ms.width`, mean(width), '%', ms === 100 ? 13 : null),
    ];
  });
  printFigures(figures, { model: values.model, people: shaped }, values.json);
}

/** Each card learns from its own training people. */
async function writeCards(id: string, residuals: readonly Residuals[]): Promise<void> {
  for (const dir of await weightsDirs()) {
    const path = join(dir, id, 'card.json');
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    const card = JSON.parse(text) as { trainingPeople: string[] };
    const own = residuals.filter((r) => card.trainingPeople.includes(r.id));
    if (own.length === 0) continue;
    await writeFile(path, `${JSON.stringify({ ...card, ...fitStart(own) }, null, 1)}\n`);
    note(`${path}: from ${own.length} people`);
  }
}
