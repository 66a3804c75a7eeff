import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allMethods } from '../../src/adapt/methods/combined';
import type { AdaptationMethod } from '../../src/adapt/methods/method';
import { decodeReplay, encodeReplay } from '../../src/adapt/replay-file';
import { weightsAtHand } from '../adapt/models';
import { figuresOf, tableOf } from '../adapt/report';
import { runStudy } from '../adapt/study';
import { generateReplay } from '../adapt/virtual-walks';
import { note, printFigures } from '../figures';
import { peopleNamed, readPeople } from '../train/people';

const REPLAY_FILE = join('public', 'models', 'replay-knee.bin');

/**
 * `adapt --model knee [--data DIR] [--people 5A,6N] [--strides 5] [--no-trials] [--json]`
 *
 * Runs the product's own adaptation on real people, by weights that never saw them: on the first strides (the rest is
 * test), and, for the gate, on every stretch of 2, 3 and 5 strides that does not overlap the one before.
 *
 * `train --keep-folds` makes the weights for that; `adapt --write-replay` writes the generated base strides.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: 'string', default: 'knee' },
      data: { type: 'string' },
      people: { type: 'string' },
      strides: { type: 'string', default: '5' },
      trials: { type: 'boolean', default: true },
      methods: { type: 'string', default: 'memory,closed_form,fine_tuned,fine_tuned_closed_form' },
      'write-replay': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  if (values['write-replay']) return writeReplay();
  const models = await weightsAtHand(values.model);
  const everyone = readPeople(models[0].card.rate, values.data);
  const asked = values.people === undefined ? everyone : peopleNamed(values.people, everyone);
  const study = await runStudy({
    models,
    people: asked,
    strides: wholeNumber('strides', values.strides),
    trials: values.trials,
    methods: methodsNamed(values.methods),
    replay: decodeReplay(await readFile(REPLAY_FILE)),
  });
  if (values.people !== undefined && study.unseen.length > 0)
    throw new Error(`Seen in training by all weights at hand: ${study.unseen.join(', ')}`);
  note(tableOf(study));
  printFigures(figuresOf(study), { model: values.model, ...study }, values.json);
}

function methodsNamed(list: string): AdaptationMethod[] {
  const all = allMethods();
  return list.split(',').map((name) => {
    const found = all.find((m) => m.id === name);
    if (!found) throw new Error(`No method ${name}; there are: ${all.map((m) => m.id).join(', ')}`);
    return found;
  });
}

async function writeReplay(): Promise<void> {
  const walks = generateReplay(4, 12, 100);
  await writeFile(REPLAY_FILE, encodeReplay(walks, 0.01, 'npm run lab -- adapt --write-replay'));
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name}: a whole number, not '${text}'`);
  return value;
}
