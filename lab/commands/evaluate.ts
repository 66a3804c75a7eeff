import { parseArgs } from 'node:util';
import type { LoadedModel } from '../../src/forecast/model-library';
import { weightsAtHand, weightsFor } from '../adapt/models';
import { type Calm, calmOnPeople, calmOnVirtualPeople, calmTable } from '../evaluate/calm';
import { bestBaselines, figuresOf } from '../evaluate/people/figures';
import { judgeWalker, type PersonResult } from '../evaluate/people/judge-walker';
import { writePeopleStudy } from '../evaluate/people/people-study';
import { personTable } from '../evaluate/people/person-table';
import { readWalkers, type Walker } from '../evaluate/people/walkers';
import { type Figure, figure, note, printFigures } from '../figures';
import { judgeWholeRecordings } from '../motion/whole-recordings';
import { peopleNamed, readPeople } from '../train/people';
import { shippedReplay } from '../transfer/replay';

/**
 * `evaluate --model knee [--data DIR] [--people 5A,6N] [--strides 5] [--calm] [--write] [--json]`
 *
 * Judges a model on each person's longest recording, as it comes (zero-shot) and adapted to its first half, or to the first
 * min(k, strides - 2) strides with `--strides k`; beside it every baseline, on the same ticks. Nobody is judged by weights that
 * saw him: leave-out and fold weights are taken where they help, else the person is refused.
 * `--write` puts the result into docs/evidence. `--calm` instead: how calm the forecasts are on noisy sensors.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: 'string', default: 'knee' },
      data: { type: 'string' },
      people: { type: 'string' },
      strides: { type: 'string' },
      calm: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const models = await weightsAtHand(values.model);
  if (values.calm) return judgeCalm(values.model, models, values);
  const strides = values.strides === undefined ? null : wholeNumber('strides', values.strides);
  const { dataSet, walkers } = readWalkers(models[0].card, values.data);
  const asked = values.people === undefined ? walkers : named(values.people, walkers);
  const refused = asked.filter((w) => weightsFor(w.id, models) === undefined).map((w) => w.id);
  if (refused.length > 0) {
    const text = `Seen in training by all weights at hand: ${refused.join(', ')}`;
    if (values.people !== undefined || refused.length === asked.length) throw new Error(text);
    note(text);
  }
  const replay = await shippedReplay(values.model);
  const people: PersonResult[] = [];
  const unseen: { walker: Walker; model: LoadedModel }[] = [];
  for (const walker of asked) {
    const model = weightsFor(walker.id, models);
    if (model === undefined) continue;
    note(`${walker.id} (${people.length + refused.length + 1} of ${asked.length})`);
    people.push(await judgeWalker(model, walker, { strides, replay }));
    unseen.push({ walker, model });
  }
  note(personTable(people));
  if (values.write) note(await writePeopleStudy(values.model, commandOf(values), people));
  const learned = strides === null ? 'first_half' : 'first_strides';
  const best = bestBaselines(people);
  const whole = dataSet === 'uci' ? null : await judgeWholeRecordings(dataSet, unseen);
  const wholeRecordings = whole?.people ?? [];
  const details = { model: values.model, dataSet, learned, strides, refused, best, people, wholeRecordings };
  printFigures([...figuresOf(dataSet, people), ...(whole?.figures ?? [])], details, values.json);
}

async function judgeCalm(
  id: string,
  models: readonly LoadedModel[],
  values: { readonly data?: string; readonly people?: string; readonly json: boolean },
): Promise<void> {
  const everyone = readPeople(models[0].card.rate, values.data);
  const asked = values.people === undefined ? everyone : peopleNamed(values.people, everyone);
  const calm: Calm[] = await calmOnVirtualPeople(models[0]);
  for (const person of asked) {
    const model = weightsFor(person.id, models);
    if (model !== undefined) calm.push(...(await calmOnPeople(model, [person])));
  }
  note(calmTable(calm));
  const figures: Figure[] = calm.map((c) =>
    figure(`${id}.calm.${c.who}.bend_ratio_100ms`, c.forecast / c.truth, '1'),
  );
  printFigures(figures, { model: id, calm }, values.json);
}

function commandOf({ model, strides }: { readonly model: string; readonly strides?: string }): string {
  return `npm run lab -- evaluate --model ${model}${strides === undefined ? '' : ` --strides ${strides}`} --write`;
}

/** `3A,1N` or whole names; whoever is not there is an error. */
function named(list: string, walkers: readonly Walker[]): Walker[] {
  return list
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      const found = walkers.find((w) => w.id === name || w.id.split(':')[1] === name);
      if (!found) throw new Error(`No person ${name}; there are: ${walkers.map((w) => w.id).join(', ')}`);
      return found;
    });
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name}: a whole number, not '${text}'`);
  return value;
}
