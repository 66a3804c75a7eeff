import type { ForecastOutcome } from '../../forecast/runtime/bench/forecasts';
import type { StepOutcome } from './messages';
import type { PlotTiming } from './plots/time-plots';

/** Which network a row is about: that on which the ratios bind, or the model that ships. */
export type NetworkName = 'reference' | 'shipped';

export interface NetworkResult {
  readonly parameters: number;
  readonly forecasts: Record<string, ForecastOutcome>;
  /** Batches of `BATCH` windows, ms for one window. */
  readonly batches: Record<string, ForecastOutcome>;
  readonly steps: Record<string, StepOutcome>;
  /** Seconds of 600 windows x 20 epochs, by the number of workers. */
  readonly jobS: { readonly one: number; readonly two: number };
}

export interface BenchResult {
  readonly machine: {
    readonly userAgent: string;
    readonly cores: number;
    /** GPU, or the software in its place; null without WebGL 2. */
    readonly renderer: string | null;
    readonly software: boolean;
  };
  readonly networks: Record<NetworkName, NetworkResult>;
  readonly plots: Record<string, PlotTiming>;
}

export const STEP_BATCH = 32;
export const JOB = { windows: 600, epochs: 20 } as const;

/** A figure with its goal, as docs/performance.md explains it; null where it could not be measured. */
export interface BenchFigure {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly goal: number | null;
  readonly better: 'above' | 'below';
}

/** Ratios are the peer's time over ours: larger is better for us. */
export function figuresOf({ networks, plots }: BenchResult): BenchFigure[] {
  return [
    ...figuresOfNetwork(networks.reference, '', true),
    ...figuresOfNetwork(networks.shipped, 'shipped.', false),
    // The job binds on the model that ships.
    { name: 'train.job_s', value: jobOf(networks.shipped), unit: 's', goal: 10, better: 'below' },
    {
      name: 'train.job_reference_s',
      value: jobOf(networks.reference),
      unit: 's',
      goal: null,
      better: 'below',
    },
    {
      name: 'plot.ms_per_frame',
      value: plots.strips?.medianMs ?? null,
      unit: 'ms',
      goal: 4,
      better: 'below',
    },
    ratio('plot.vs_recharts', plots.recharts?.medianMs, plots.strips?.medianMs, 10),
  ];
}

function figuresOfNetwork(network: NetworkResult, prefix: string, binding: boolean): BenchFigure[] {
  const ms = (name: string): number | undefined => timeOf(network.forecasts[name]);
  const step = (name: string): number | undefined => timeOf(network.steps[name]);
  const wasm = lesser(ms('wasm-relaxed'), ms('wasm-simd'));
  const fused = network.forecasts['webgl-fused'];
  const goal = (value: number): number | null => (binding ? value : null);
  return [
    { name: `${prefix}forecast.wasm_ms`, value: wasm ?? null, unit: 'ms', goal: null, better: 'below' },
    ratio(`${prefix}forecast.wasm_vs_stock_wasm`, ms('tfjs-wasm'), wasm, goal(15)),
    ratio(`${prefix}forecast.wasm_vs_ort`, ms('onnxruntime-web'), wasm, goal(1.3)),
    {
      name: `${prefix}forecast.webgl_draws`,
      value: fused && 'draws' in fused ? fused.draws : null,
      unit: '1',
      goal: goal(100),
      better: 'below',
    },
    ratio(`${prefix}forecast.webgl_vs_stock_webgl`, ms('tfjs-webgl'), ms('webgl-fused'), goal(5)),
    ratio(`${prefix}train.vs_stock_wasm_frozen`, step('tfjs-wasm-frozen'), step('wasm'), goal(10)),
    ratio(`${prefix}train.vs_stock_webgl`, step('tfjs-webgl'), step('wasm'), goal(30)),
  ];
}

const ratio = (
  name: string,
  theirs: number | undefined,
  ours: number | undefined,
  goal: number | null,
): BenchFigure => ({
  name,
  value: theirs === undefined || ours === undefined ? null : theirs / ours,
  unit: 'x',
  goal,
  better: 'above',
});

/** By one worker or by two, as the app would choose. */
const jobOf = ({ jobS }: NetworkResult): number => Math.min(jobS.one, jobS.two);

const timeOf = (outcome: ForecastOutcome | StepOutcome | undefined): number | undefined =>
  outcome !== undefined && 'medianMs' in outcome ? outcome.medianMs : undefined;

const lesser = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
