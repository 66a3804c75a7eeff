import { Rng } from '../../gait/rng';
import { BATCH_SAMPLES } from '../../forecast/runtime/choice';
import { isSoftware } from '../../forecast/runtime/bench/webgl-use';
import { startTraining } from '../../forecast/runtime/training/start-in-browser';
import { initWeights, sizeOf } from '../../forecast/runtime/weights';
import type { BenchNetwork } from './messages';
import { rechartsPeer } from './plots/recharts-peer';
import { stripsPeer } from './plots/strips-peer';
import { type PlotTiming, timePlots } from './plots/time-plots';
import { referenceNetwork } from './reference-network';
import { shippedModel } from './shipped-model';
import { type BenchResult, JOB, type NetworkName, type NetworkResult, STEP_BATCH } from './results';
import { BenchClient } from './worker-client';

export interface BenchOptions {
  /** Where the plots are drawn; as wide as they are to be. */
  readonly host: HTMLElement;
  readonly makeWorker: () => Worker;
  /** The folder of `models/`. */
  readonly baseUrl: string;
  /** Share of the full number of rounds: 1 for figures, less for a look. */
  readonly effort: number;
  readonly onPart?: (part: BenchPart) => void;
  /** Ends it within the part, workers and all. */
  readonly signal?: AbortSignal;
}

/** What is being measured now. */
export type BenchPart =
  | { kind: 'forecasts' | 'batches' | 'steps' | 'job'; network: NetworkName }
  | { kind: 'plots' };

const FORECAST_ROUNDS = { rounds: 60, roundMs: 5 };
const BATCH_ROUNDS = { rounds: 8, roundMs: 1 };
const STEP_ROUNDS = { rounds: 10, roundMs: 1 };
const PLOT_SECONDS = 9;
/** Those that a session's scoring or deep features could be given to. */
const BATCH_PEERS = ['wasm-relaxed', 'wasm-simd', 'webgl-fused', 'tfjs-wasm'];

/** Measures this machine. One part after the other, so that nothing is timed beside something else. */
export async function runBench(options: BenchOptions): Promise<BenchResult> {
  const { host, makeWorker, baseUrl, signal, onPart } = options;
  const client = new BenchClient(makeWorker());
  const begin = (part: BenchPart): void => {
    signal?.throwIfAborted();
    onPart?.(part);
  };
  const end = (): void => client.end();
  signal?.addEventListener('abort', end);
  try {
    const renderer = await client.ask({ kind: 'renderer' });
    const networks = { reference: referenceJob(), shipped: await shippedModel(baseUrl, null) };
    const results: Partial<Record<NetworkName, NetworkResult>> = {};
    for (const name of ['reference', 'shipped'] as const)
      results[name] = await measure(client, name, networks[name], options, begin);

    begin({ kind: 'plots' });
    const plots: Record<string, PlotTiming> = await timePlots(
      host,
      { strips: stripsPeer, recharts: rechartsPeer },
      PLOT_SECONDS * options.effort,
    );
    return {
      machine: {
        userAgent: navigator.userAgent,
        cores: navigator.hardwareConcurrency,
        renderer,
        software: renderer !== null && isSoftware(renderer),
      },
      networks: results as Record<NetworkName, NetworkResult>,
      plots,
    };
  } finally {
    signal?.removeEventListener('abort', end);
    client.end();
  }
}

async function measure(
  client: BenchClient,
  network: NetworkName,
  job: BenchNetwork,
  { effort, signal }: BenchOptions,
  begin: (part: BenchPart) => void,
): Promise<NetworkResult> {
  const rounds = (of: { rounds: number; roundMs: number }) => ({
    rounds: Math.max(2, Math.round(of.rounds * effort)),
    roundMs: of.roundMs,
  });
  begin({ kind: 'forecasts', network });
  const forecasts = await client.ask({ kind: 'forecasts', batch: 1, ...job, ...rounds(FORECAST_ROUNDS) });
  begin({ kind: 'batches', network });
  const batches = await client.ask({
    kind: 'forecasts',
    batch: BATCH_SAMPLES,
    peers: BATCH_PEERS,
    ...job,
    ...rounds(BATCH_ROUNDS),
  });
  begin({ kind: 'steps', network });
  const steps = await client.ask({ kind: 'steps', batch: STEP_BATCH, ...job, ...rounds(STEP_ROUNDS) });
  begin({ kind: 'job', network });
  const epochs = Math.max(1, Math.round(JOB.epochs * effort));
  const scale = JOB.epochs / epochs;
  const one = scale * (await trainingSeconds(job, epochs, 1, signal));
  const two = scale * (await trainingSeconds(job, epochs, 2, signal));
  const parameters = job.weights.reduce((sum, w) => sum + sizeOf(w.shape), 0);
  return { parameters, forecasts, batches, steps, jobS: { one, two } };
}

/** From nothing to trained weights, workers and all. */
async function trainingSeconds(
  job: BenchNetwork,
  epochs: number,
  workers: 1 | 2,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { input, output } = job.spec;
  const outputs = output.joints * output.steps;
  const rng = new Rng(7);
  const random = (length: number) => Float32Array.from({ length }, () => rng.uniform(-1, 1));
  const start = performance.now();
  const run = startTraining({
    workers,
    job: {
      ...job,
      data: {
        count: JOB.windows,
        sequence: random(JOB.windows * input.ticks * input.channels),
        context: random(JOB.windows * input.context),
        target: random(JOB.windows * outputs),
      },
      outputWeights: new Float32Array(outputs).fill(1),
      epochs,
      batch: STEP_BATCH,
      seed: 1,
      learningRate: 1e-3,
      schedule: 'half_cosine',
      options: { loss: 'smooth_l1', clipNorm: 5 },
    },
  });
  const cancel = (): void => run.cancel();
  signal?.addEventListener('abort', cancel);
  try {
    await run.result;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
  return (performance.now() - start) / 1000;
}

function referenceJob(): BenchNetwork {
  const rng = new Rng(3);
  return { spec: referenceNetwork, weights: initWeights(referenceNetwork, () => rng.uniform()) };
}
