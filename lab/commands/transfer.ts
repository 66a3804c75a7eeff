import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ModelLibrary } from '../../src/forecast/model-library';
import { writeStudy } from '../evaluate/studies/study-file';
import { figure, note, printFigures } from '../figures';
import { knee } from '../train/recipes/knee';
import { kneeEmg } from '../train/recipes/knee-emg';
import { kneeEmgOnly } from '../train/recipes/knee-emg-only';
import { kneeForce } from '../train/recipes/knee-force';
import { testWalkers, trainForceVariants } from '../transfer/force';
import { type PersonErrors, STEPS } from '../transfer/judge-person';
import { readTransferPeople } from '../transfer/people';
import { earnedTable, errorTable, findingsOf, strideCurve, worseTable } from '../transfer/report';
import { writeReplays } from '../transfer/replay';
import { FORCE_DIR, judgeReal, judgeSimulated } from '../transfer/study';
import { trainEmgOnly, trainKneeEmg } from '../transfer/train-models';

const RATE = knee.features.rate;
const SHIPPED = join('public', 'models');

/**
 * `transfer --train knee-emg|knee-emg-only|knee-force|replay [--seed S] [--data DIR]` makes a model for every set of people that
 * there are weights of, with scores on people never seen; or the generated base strides beside them.
 * `transfer [--resume] [--data DIR] [--json]` judges EMG alone, EMG with knee history and knee history alone on everybody by
 * weights that never saw him, zero-shot and adapted on 1, 2, 3 and 5 strides, and the force model on generated walkers, and writes
 * docs/evidence/transfer.json. With `--resume` what is judged already stays.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      train: { type: 'string' },
      seed: { type: 'string', default: '1' },
      data: { type: 'string' },
      resume: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.train !== undefined) return train(values.train, Number(values.seed), values.data);
  const people = readTransferPeople(RATE, values.data);
  const real = await judgeReal(people, values.resume);
  const simulated = await judgeSimulated(await shippedKnee(), testWalkers(), values.resume);
  const path = await writeStudy({
    id: 'transfer',
    title: { code: 'transfer_title', text: 'EMG, knee history and a few strides' },
    findings: findingsOf(real, simulated),
    command: 'npm run lab -- transfer',
    seed: Number(values.seed),
    tables: [
      earnedTable(real, knee.id),
      ...real.map((m) => errorTable(m)),
      worseTable(real),
      earnedTableSimulated(simulated),
      ...simulated.map((m) => errorTable(m, true)),
    ],
    curves: [strideCurve(real, 100), strideCurve(real, 500)],
  });
  note(`wrote ${path}`);
  const figures = [...real, ...simulated.map((m) => ({ ...m, model: `simulated.${m.model}` }))].flatMap(
    ({ model, people: judged }) =>
      STEPS.map((step, i) => figure(`transfer.${model}.${step * 10}ms.zero_shot`, meanOf(judged, i), '%')),
  );
  printFigures(figures, { real, simulated }, values.json);
}

function earnedTableSimulated(models: Parameters<typeof earnedTable>[0]) {
  const table = earnedTable(models, 'knee-fitted');
  const title = { code: 'transfer_earned_simulated', text: `${table.title.text} (a simulation)` };
  return { ...table, title: { ...title, values: table.title.values } };
}

async function train(id: string, seed: number, data?: string): Promise<void> {
  const command = `npm run lab -- transfer --train ${id} --seed ${seed}`;
  const options = { seed, command };
  if (id === 'replay') return writeReplays(command);
  if (id === kneeEmg.id) return trainKneeEmg(readTransferPeople(RATE, data), options);
  if (id === kneeEmgOnly.id) return trainEmgOnly(readTransferPeople(RATE, data), options);
  if (id !== kneeForce.id)
    throw new Error(`--train ${id}: one of ${[kneeEmg, kneeEmgOnly, kneeForce].map((r) => r.id).join(', ')}`);
  const base = await shippedKnee();
  await trainForceVariants(base, FORCE_DIR, SHIPPED, options);
}

const shippedKnee = async () =>
  (await ModelLibrary.open((path) => readFile(join(SHIPPED, path)))).load(knee.id);

const meanOf = (people: readonly PersonErrors[], i: number): number =>
  people.reduce((sum, p) => sum + p.zeroShot[i], 0) / people.length;
