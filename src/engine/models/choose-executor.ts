import { wasmRelaxed, wasmSimd } from '../../forecast/runtime/wasm/wasm-executor';
import { tfjsCpu, tfjsWasm, tfjsWebgl } from '../../forecast/runtime/tfjs/tfjs-executors';
import type { ExecutorFactory, ExecutorId } from '../../forecast/runtime/executor';
import type { ChooseExecutor } from './model-host';

const FACTORIES: Partial<Record<ExecutorId, ExecutorFactory>> = {
  'wasm-relaxed': wasmRelaxed,
  'wasm-simd': wasmSimd,
  'tfjs-webgl': tfjsWebgl,
  'tfjs-wasm': tfjsWasm,
  'tfjs-cpu': tfjsCpu,
};

export const chooseExecutor: ChooseExecutor = async (spec, weights, choice) => {
  const order: ExecutorId[] =
    choice === 'auto'
      ? ['wasm-relaxed', 'wasm-simd', 'tfjs-cpu']
      : choice === 'prefer_webgl'
        ? ['tfjs-webgl', 'wasm-simd']
        : [choice];
  const measured: Partial<Record<ExecutorId, number | string>> = {};
  for (const id of order) {
    try {
      const executor = await FACTORIES[id]!(spec, weights, 1);
      const s = new Float32Array(spec.input.ticks * spec.input.channels);
      const c = new Float32Array(spec.input.context);
      const out = new Float32Array(spec.output.joints * spec.output.steps);
      const t0 = performance.now();
      for (let i = 0; i < 5; i++) await executor.run(1, s, c, out);
      measured[id] = (performance.now() - t0) / 5;
      return { executor, measured };
    } catch (error) {
      measured[id] = String(error);
    }
  }
  throw new Error(JSON.stringify(measured));
};
