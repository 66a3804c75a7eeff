import type { CmuTrial } from '../data/cmu';
import { note } from '../figures';
import { type BaselineName, judgeBaselines } from './baselines';
import { focusedInputs, type Inputs, wholeInputs } from './design';
import type { TrialErrors } from './errors';
import { baselineName, foldsOf, type Job, settingName, settings, type Setting } from './jobs';
import { type StudyRecording, studyRecording, type Treatment } from './recordings';
import type { BaselineResult, JobResult, ResultStore } from './results';
import { splitOf } from './splits';
import { trainJob } from './train-job';
import { presents } from './windows';

export const jobName = ({ setting, fold, seed }: Job): string =>
  `${settingName(setting)}.fold-${fold + 1}.seed-${seed}`;

const inputsOf = ({ inputs }: Setting): Inputs =>
  typeof inputs === 'string' ? wholeInputs(inputs) : focusedInputs(inputs.focus, inputs.how);

const REPORT_SECONDS = 10;

/** Does what the store does not hold yet: baselines, then trainings, until `deadline` (ms of Date.now). */
export async function runJobs(
  trials: readonly CmuTrial[],
  jobs: readonly Job[],
  store: ResultStore,
  deadline: number,
): Promise<{ left: number }> {
  const treated = new Map<Treatment, StudyRecording[]>();
  const recordings = (treatment: Treatment): StudyRecording[] => {
    const found = treated.get(treatment) ?? trials.map((t) => studyRecording(t, treatment));
    treated.set(treatment, found);
    return found;
  };

  const todo = jobs.filter((job) => store.read(jobName(job)) === undefined);
  const seen = new Set<string>();
  const unjudged = settings().filter((s) => {
    const name = baselineName(s);
    return !seen.has(name) && seen.add(name) && store.read(name) === undefined;
  });
  for (const [i, setting] of unjudged.entries()) {
    if (Date.now() > deadline) return { left: unjudged.length - i + todo.length };
    store.write(baselineName(setting), baselinesOf(setting, recordings(setting.treatment)));
    note(`synergy: ${baselineName(setting)}`);
  }

  const began = Date.now();
  let said = began;
  for (const [i, job] of todo.entries()) {
    if (Date.now() > deadline) return { left: todo.length - i };
    const { setting, fold, seed } = job;
    const { groups, test } = splitOf(recordings(setting.treatment), setting.protocol, fold);
    const training = groups.flat();
    const { network, form } = setting;
    const result = await trainJob({ network, inputs: inputsOf(setting), form, seed, training, test });
    const windows = { training: presents(training), test: result.trials.reduce((n, t) => n + t.n, 0) };
    store.write(jobName(job), { ...result, windows } satisfies JobResult);
    if (Date.now() - said < REPORT_SECONDS * 1000) continue;
    const each = (Date.now() - began) / (i + 1);
    const left = Math.round((each * (todo.length - i - 1)) / 1000);
    note(`synergy: ${jobName(job)}, ${todo.length - i - 1} trainings and ${left} s left`);
    said = Date.now();
  }
  return { left: 0 };
}

function baselinesOf(setting: Setting, recordings: readonly StudyRecording[]): BaselineResult {
  const all: Record<BaselineName, TrialErrors[]> = { persistence: [], line: [], ridge: [] };
  const chosen: { lags: number; lambda: number }[] = [];
  for (let fold = 0; fold < foldsOf(setting.protocol); fold++) {
    const { groups, test } = splitOf(recordings, setting.protocol, fold);
    const judged = judgeBaselines(inputsOf(setting), groups, test);
    for (const name of ['persistence', 'line', 'ridge'] as const) all[name].push(...judged[name]);
    chosen.push({ lags: judged.ridgeLags, lambda: judged.ridgeLambda });
  }
  return { ...all, ridge_chosen: chosen };
}
