import { readFileSync } from 'node:fs';
import { wasmSimd } from '../../src/forecast/runtime/wasm/wasm-executor';
import { ModelHost } from '../../src/engine/models/model-host';
import type { EngineSetup } from '../../src/engine/protocol';

export const SETUP: EngineSetup = {
  affectedSide: 'r',
  executor: 'auto',
  model: 'knee',
  autoReconnect: true,
  compareWith: null,
  patientId: 'patient-1',
};

/** Loaded and warmed up once for all cases, as an engine that goes on from session to session has it. */
export class WarmModels extends ModelHost {
  #opened: Promise<void> | null = null;

  override open(setup: EngineSetup): Promise<void> {
    return (this.#opened ??= super.open(setup));
  }
}

/** `runMs`: what one forecast is said to take, from which the engine takes its rhythm. */
export async function warmModels(runMs: number): Promise<WarmModels> {
  const models = new WarmModels(
    (path) =>
      Promise.resolve(
        new Uint8Array(readFileSync(new URL(`../../e2e/fixtures/models/${path}`, import.meta.url))),
      ),
    async (spec, weights) => ({
      executor: await wasmSimd(spec, weights, 1),
      measured: { 'wasm-simd': runMs },
    }),
  );
  await models.open(SETUP);
  if (models.runnable === null) throw new Error(`no model: ${models.problems.join('; ')}`);
  return models;
}
