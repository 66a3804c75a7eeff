import type { NetworkSpec } from '../network-spec';
import type { Executor, ExecutorFactory, ExecutorId, WeightTensor } from './executor';
import { EXECUTOR_FACTORIES } from './factories';
import { type Expectation, PARITY_LIMIT, distance, expectationOf } from './parity';
import { type Probe, probeOf } from './probe';
import { timeRuns } from './timing';

/**
 * Which executor runs a network here: each candidate is made, checked against the float64 reference on the very weights,
 * and timed on the very job. One that is wrong is refused however fast it is.
 */

/** `auto` takes the fastest; an id, or any WebGL, is taken where it runs right, and else the fastest of the others. */
export type ExecutorPin = 'auto' | 'prefer_webgl' | ExecutorId;

/**
 * Median ms of one run, or why that executor cannot be used: the reason it gave, or `parity <distance>`. The caller may
 * keep it (it holds for one browser, model and batch) and hand it back as `known`.
 */
export type Measurements = Partial<Record<ExecutorId, number | string>>;

export interface SelectionJob {
  /** Samples of one run: 1 for a live forecast. */
  readonly batch: number;
  readonly pin?: ExecutorPin;
  /** Of an earlier selection: the fastest is then made and checked, and no other is tried if it is right. */
  readonly known?: Measurements;
  /** Auto only: a run this short is good enough, and candidates behind it are not tried. Default: all are tried. */
  readonly enoughMs?: number;
  readonly factories?: Partial<Record<ExecutorId, ExecutorFactory>>;
}

export interface Selection {
  readonly executor: Executor;
  readonly measured: Measurements;
}

/** No executor runs this network here. */
export class NoExecutorError extends Error {
  readonly measured: Measurements;

  constructor(measured: Measurements) {
    super('no executor');
    this.name = 'NoExecutorError';
    this.measured = measured;
  }
}

/** Likely winners first; each group is tried only if the one before gave nothing. Stock TF.js is the last resort. */
const AUTO: readonly (readonly ExecutorId[])[] = [
  ['wasm-relaxed', 'wasm-simd', 'webgl-fused'],
  ['tfjs-wasm', 'tfjs-cpu', 'tfjs-webgl'],
];
const WEBGL: readonly ExecutorId[] = ['webgl-fused', 'tfjs-webgl'];

/** Makes the executor for a job; the caller disposes it. Rejects with NoExecutorError. */
export async function selectExecutor(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  job: SelectionJob,
): Promise<Selection> {
  const { pin = 'auto', known = {}, enoughMs = 0 } = job;
  const trial = new Trial(spec, weights, job);
  // What is pinned, or was fastest before, is taken if only it runs right.
  const wished = pin === 'auto' ? fastestOf(known) : pin === 'prefer_webgl' ? WEBGL : [pin];
  for (const id of wished) {
    const found = await trial.run(id);
    if (found !== null) return { executor: found.executor, measured: { ...known, ...trial.measured } };
  }
  for (const group of AUTO) {
    let best: Passed | null = null;
    for (const id of group) {
      if (best !== null && (best.ms <= enoughMs || surpassed(id, best.executor.id))) continue;
      const found = await trial.run(id);
      if (found === null) continue;
      if (best === null || found.ms < best.ms) {
        best?.executor.dispose();
        best = found;
      } else found.executor.dispose();
    }
    if (best !== null) return { executor: best.executor, measured: trial.measured };
  }
  throw new NoExecutorError(trial.measured);
}

/** Measures every executor once, for a table; keeps none. */
export async function measureExecutors(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  job: Pick<SelectionJob, 'batch' | 'factories'>,
): Promise<Measurements> {
  const trial = new Trial(spec, weights, job);
  for (const id of AUTO.flat()) (await trial.run(id))?.executor.dispose();
  return trial.measured;
}

/** The same kernels without the faster instruction. */
const surpassed = (id: ExecutorId, by: ExecutorId): boolean => id === 'wasm-simd' && by === 'wasm-relaxed';

function fastestOf(known: Measurements): ExecutorId[] {
  const times = Object.entries(known).filter(
    (entry): entry is [ExecutorId, number] => typeof entry[1] === 'number',
  );
  return times
    .toSorted((a, b) => a[1] - b[1])
    .slice(0, 1)
    .map(([id]) => id);
}

interface Passed {
  readonly executor: Executor;
  readonly ms: number;
}

/** Tries candidates on one job, each once. */
class Trial {
  readonly measured: Measurements = {};
  private readonly probe: Probe;
  private readonly expected: Expectation;
  private readonly spec: NetworkSpec;
  private readonly weights: readonly WeightTensor[];
  private readonly factories: NonNullable<SelectionJob['factories']>;

  constructor(
    spec: NetworkSpec,
    weights: readonly WeightTensor[],
    { batch, factories = EXECUTOR_FACTORIES }: Pick<SelectionJob, 'batch' | 'factories'>,
  ) {
    this.spec = spec;
    this.weights = weights;
    this.factories = factories;
    this.probe = probeOf(spec, batch);
    this.expected = expectationOf(spec, weights, this.probe);
  }

  /** The executor, warm and right, or null with the reason in `measured`. */
  async run(id: ExecutorId): Promise<Passed | null> {
    const make = this.factories[id];
    if (make === undefined || this.measured[id] !== undefined) return null;
    let executor: Executor | undefined;
    try {
      executor = await make(this.spec, this.weights, this.probe.batch);
      const off = await distance(executor, this.probe, this.expected);
      if (off > PARITY_LIMIT[id]) throw new Error(`parity ${off.toExponential(1)}`);
      const ms = await timeRuns(executor, this.probe);
      this.measured[id] = ms;
      return { executor, ms };
    } catch (error) {
      executor?.dispose();
      this.measured[id] = error instanceof Error ? error.message : String(error);
      return null;
    }
  }
}
