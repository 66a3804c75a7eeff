import { PRESETS, type VirtualPreset } from '../../src/device/virtual/presets';
import { KNEE_SENSORS } from '../../src/device/virtual/sensors';
import type { RunnableModel } from '../../src/engine/models/lane-planner';
import type { LoadedModel } from '../../src/forecast/model-library';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import type { Person } from '../train/people';
import { recordVirtual } from '../virtual/record';
import { type Jaggedness, jaggednessOf, type Trace } from './jaggedness';
import { traceSignal, traceWire } from './traces';

/** The horizon that the Live screen draws. */
const CALM_HORIZON_MS = 100;
const SECONDS = 20;
const SEED = 7;

export type Calm = Jaggedness & { readonly who: string };

/**
 * How calm forecasts look on noisy sensors: walks of the virtual exoskeleton, whom no training has seen, from wire bytes
 * through decoder and live pipeline.
 */
export async function calmOnVirtualPeople(model: LoadedModel): Promise<Calm[]> {
  const rows: Calm[] = [];
  for (const preset of Object.keys(PRESETS) as VirtualPreset[]) {
    const options = { preset, seed: SEED, sensors: KNEE_SENSORS };
    const bytes = recordVirtual(options, [{ atS: 1, action: 'walk' }], SECONDS);
    const trace = await withExecutor(model, (m) => traceWire(bytes, m, stepOf(model)));
    rows.push({ who: `virtual:${preset}`, ...jaggednessOf(trace) });
  }
  return rows;
}

/** The same on each person's first recording; they should be unseen by the weights. */
export async function calmOnPeople(model: LoadedModel, people: readonly Person[]): Promise<Calm[]> {
  const rows: Calm[] = [];
  for (const person of people) {
    const trace = await withExecutor(model, (m) => traceSignal(person.judged[0], m, stepOf(model)));
    rows.push({ who: person.id, ...jaggednessOf(trace) });
  }
  return rows;
}

const stepOf = ({ card }: LoadedModel): number => Math.round((CALM_HORIZON_MS * card.rate) / 1000);

async function withExecutor(
  model: LoadedModel,
  use: (model: RunnableModel) => Promise<Trace>,
): Promise<Trace> {
  const executor = await wasmSimd(model.card.architecture, model.weights, 1);
  try {
    return await use({ loaded: model, executor });
  } finally {
    executor.dispose();
  }
}

/** For a terminal. */
export function calmTable(rows: readonly Calm[]): string {
  const head = `${'at 100 ms, deg'.padEnd(28)}${'bend of forecast'.padStart(18)}${'of truth'.padStart(10)}${'RMSE'.padStart(8)}`;
  const lines = rows.map(
    (r) =>
      r.who.padEnd(28) +
      r.forecast.toFixed(2).padStart(18) +
      r.truth.toFixed(2).padStart(10) +
      r.rmse.toFixed(2).padStart(8),
  );
  return [head, ...lines].join('\n');
}
