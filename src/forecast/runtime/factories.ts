import type { ExecutorFactory, ExecutorId } from './executor';
import { tfjsCpu, tfjsWasm, tfjsWebgl } from './tfjs/tfjs-executors';
import { wasmRelaxed, wasmSimd } from './wasm/wasm-executor';
import { webglFused } from './webgl/webgl-executors';

/** All executors there are; what one needs is loaded when it is made. */
export const EXECUTOR_FACTORIES: Readonly<Record<ExecutorId, ExecutorFactory>> = {
  'wasm-relaxed': wasmRelaxed,
  'wasm-simd': wasmSimd,
  'webgl-fused': webglFused,
  'tfjs-webgl': tfjsWebgl,
  'tfjs-wasm': tfjsWasm,
  'tfjs-cpu': tfjsCpu,
};
