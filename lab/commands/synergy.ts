import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCmuSet } from '../data/cmu-set';
import { dataDir } from '../data/dir';
import { writeStudy } from '../evaluate/studies/study-file';
import { type Figure, figure, note, printFigures } from '../figures';
import { TEST_EVERY } from '../synergy/errors';
import { jobsOf } from '../synergy/jobs';
import { SynergyReport } from '../synergy/report';
import { ResultStore } from '../synergy/results';
import { runJobs } from '../synergy/run-jobs';
import { BUDGET } from '../synergy/train-job';

/**
 * `synergy [--seeds 5] [--minutes N] [--data DIR] [--json]`
 *
 * The study of joint synergy: the paper's networks and inputs on CMU walking, beside baselines. Each training and each set
 * of baselines is a file below lab/runs/synergy-study, so it goes on from where it was stopped (`--minutes` stops it).
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seeds: { type: 'string', default: '5' },
      minutes: { type: 'string' },
      resume: { type: 'boolean', default: true },
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const seeds = Number(values.seeds);
  if (!Number.isInteger(seeds) || seeds < 1)
    throw new Error(`--seeds: a whole number, not '${values.seeds}'`);
  const minutes = values.minutes === undefined ? Number.POSITIVE_INFINITY : Number(values.minutes);
  if (!(minutes > 0)) throw new Error(`--minutes: a number above 0, not '${values.minutes}'`);
  const trials = readCmuSet(values.data ?? defaultDir());
  const key = JSON.stringify({ BUDGET, TEST_EVERY, trials: trials.map((t) => t.trial) });
  const store = new ResultStore(join('lab', 'runs', 'synergy-study'), key);
  const { left } = await runJobs(trials, jobsOf(seeds), store, Date.now() + minutes * 60_000);
  const study = new SynergyReport(store, seeds).study();
  const path = study.tables.length > 0 ? await writeStudy(study) : '';
  if (left > 0) {
    note(`${left} jobs are left: the same command goes on with them`);
    process.exitCode = 3;
    return;
  }
  note(`written: ${path}`);
  printFigures(figuresOf(study), { study: path }, values.json);
}

/** RMSE of every forecaster in every table that has one at 50 and 100 ms. */
function figuresOf({ tables }: ReturnType<SynergyReport['study']>): Figure[] {
  return tables.flatMap(({ id, columns, rows }) =>
    columns.flatMap((column, i) =>
      column.code !== 'rmse_at'
        ? []
        : rows.flatMap((row) => {
            const value = row[i];
            const name = `synergy.${id}.${row[1]}.${row[0]}.rmse_${column.values?.ms}ms`;
            return typeof value === 'number' ? [figure(name, value, 'deg')] : [];
          }),
    ),
  );
}

function defaultDir(): string {
  const data = dataDir();
  if (data === null) throw new Error('No data directory: set STRIDECAST_DATA');
  return join(data, 'cmu');
}
