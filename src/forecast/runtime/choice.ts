import type { NetworkSpec } from '../network-spec';
import type { WeightTensor } from './executor';
import { probeOf } from './probe';
import type { ExecutorPin, Measurements, Selection, SelectionJob } from './selection';
import { selectExecutor } from './selection';
import type { TrainingRequest, TrainingRun } from './training/start';

/**
 * What runs a network here, by the job: one live forecast at a time; whole batches (scoring a session, deep features);
 * training. Chosen by measured time on this machine, and right before it is fast. The caller keeps what was measured.
 */
export type JobKind = 'live' | 'batch' | 'training';

/** Samples of one run: with fewer a GPU has nothing to win. */
export const BATCH_SAMPLES = 128;

/** Ways to train: the WebAssembly kernels on one thread or two, or TF.js with the fused op on WebGL. */
type TrainingChoice = 'wasm-1' | 'wasm-2' | 'webgl-1';

/** ms of one step of a batch of 32, or why it cannot be used. */
type TrainingMeasurements = Partial<Record<TrainingChoice, number | string>>;

export interface TrainingSelection {
  readonly choice: TrainingChoice;
  /** To be put into the request and its job. */
  readonly workers: TrainingRequest['workers'];
  readonly executor: 'wasm' | 'webgl';
  readonly measured: TrainingMeasurements;
}

export interface ChoiceOptions {
  readonly pin?: ExecutorPin;
  readonly known?: Measurements;
  readonly factories?: SelectionJob['factories'];
}

export interface TrainingChoiceOptions {
  /** Starts a run in workers: `startTraining` of the browser, or that of Node. */
  readonly start: (request: TrainingRequest) => TrainingRun;
  readonly pin?: TrainingChoice;
  /** Of an earlier choice: taken as it is. */
  readonly known?: TrainingMeasurements;
}

/** The executor for live forecasts or for batches: made and warm, the caller disposes it. Rejects with NoExecutorError. */
export function chooseFor(
  job: 'live' | 'batch',
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  options?: ChoiceOptions,
): Promise<Selection>;
/** How to train. Rejects with the reasons where nothing trains here. */
export function chooseFor(
  job: 'training',
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  options: TrainingChoiceOptions,
): Promise<TrainingSelection>;
export function chooseFor(
  job: JobKind,
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  options: ChoiceOptions | TrainingChoiceOptions = {},
): Promise<Selection | TrainingSelection> {
  if (job === 'training') return chooseTraining(spec, weights, options as TrainingChoiceOptions);
  return selectExecutor(spec, weights, {
    ...(options as ChoiceOptions),
    batch: job === 'live' ? 1 : BATCH_SAMPLES,
  });
}

const WAYS: Readonly<Record<TrainingChoice, Pick<TrainingSelection, 'workers' | 'executor'>>> = {
  'wasm-1': { workers: 1, executor: 'wasm' },
  'wasm-2': { workers: 2, executor: 'wasm' },
  'webgl-1': { workers: 1, executor: 'webgl' },
};
const STEP_BATCH = 32;
const WARM_STEPS = 2;
const TIMED_STEPS = 12;
/** A GPU compiles for seconds before its first step, and software in its place takes one for each. */
const MOST_MS = 15_000;

async function chooseTraining(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  { start, pin, known = {} }: TrainingChoiceOptions,
): Promise<TrainingSelection> {
  const measured: TrainingMeasurements = { ...known };
  const ways = pin === undefined ? (Object.keys(WAYS) as TrainingChoice[]) : [pin];
  for (const way of ways)
    measured[way] ??= await timeSteps(spec, weights, way, start).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
  const times = ways.flatMap((way) => {
    const ms = measured[way];
    return typeof ms === 'number' ? [{ way, ms }] : [];
  });
  if (times.length === 0) throw new Error(`nothing trains here: ${JSON.stringify(measured)}`);
  const { way } = times.reduce((best, t) => (t.ms < best.ms ? t : best));
  return { choice: way, ...WAYS[way], measured };
}

/** Time of one step without the start of the workers, from their own reports. */
async function timeSteps(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  way: TrainingChoice,
  start: TrainingChoiceOptions['start'],
): Promise<number> {
  const { sequence, context, out } = probeOf(spec, STEP_BATCH);
  const { workers, executor } = WAYS[way];
  const steps = WARM_STEPS + TIMED_STEPS;
  const times: number[] = [];
  const run = start({
    workers,
    job: {
      spec,
      weights,
      data: { count: STEP_BATCH, sequence, context, target: out.map((_, i) => Math.cos(0.37 * i)) },
      outputWeights: new Float32Array(out.length / STEP_BATCH).fill(1),
      epochs: steps,
      batch: STEP_BATCH,
      seed: 1,
      learningRate: 1e-4,
      schedule: 'constant',
      options: { loss: 'smooth_l1' },
      executor,
    },
    progressMs: 0,
    onProgress: ({ atMs }) => times.push(atMs),
  });
  const timer = setTimeout(() => run.cancel(), MOST_MS);
  try {
    await run.result;
  } catch (error) {
    // Too slow to end in time still has a time.
    if (times.length <= WARM_STEPS) throw error;
  } finally {
    clearTimeout(timer);
  }
  const timed = times.slice(WARM_STEPS - 1);
  return (timed[timed.length - 1] - timed[0]) / (timed.length - 1);
}
