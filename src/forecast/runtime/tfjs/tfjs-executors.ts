import type { ExecutorFactory } from '../executor';
import type { BackendName } from './backends';

/**
 * Stock TF.js as executors: the oracle for all others, and the last resort. cpu and wasm run at once; webgl reads back
 * without blocking. TF.js itself comes with the first use. They reject with a plain reason where the backend cannot run.
 */
const stock =
  (backend: BackendName): ExecutorFactory =>
  async (spec, weights, maxBatch) => {
    const { createStockExecutor } = await import('./stock-executor');
    return createStockExecutor(backend, spec, weights, maxBatch);
  };

export const tfjsCpu = stock('cpu');
export const tfjsWasm = stock('wasm');
export const tfjsWebgl = stock('webgl');
