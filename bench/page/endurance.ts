import type { NetworkSpec } from '../../src/forecast/network-spec';
import type { ExecutorFactory, WeightTensor } from '../../src/forecast/runtime/executor';
import { watchWebgl } from '../../src/forecast/runtime/bench/webgl-use';
import { tensorsHeld } from '../../src/forecast/runtime/peers/stock-trainer';
import { probeOf } from '../../src/forecast/runtime/probe';

/** What is held after the first and after the last of many forecasts. */
export interface Endurance {
  forecasts: number;
  tensors: [before: number, after: number];
  /** WebGL textures that are alive. */
  textures: [before: number, after: number];
  /** JavaScript heap after a collection. */
  heapBytes: [before: number, after: number];
}

const SETTLE = 1000;

/** Many forecasts in a row, on the page: only there a browser tells of its heap. */
export async function endure(
  make: ExecutorFactory,
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  forecasts: number,
): Promise<Endurance> {
  const webgl = watchWebgl();
  const { batch, sequence, context, out } = probeOf(spec, 1);
  const executor = await make(spec, weights, 1);
  const many = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const pending = executor.run(batch, sequence, context, out);
      if (pending !== undefined) await pending;
    }
  };
  await many(Math.min(SETTLE, forecasts));
  const before = { tensors: tensorsHeld(), textures: webgl.textures, heap: usedHeap() };
  await many(forecasts);
  const after = { tensors: tensorsHeld(), textures: webgl.textures, heap: usedHeap() };
  executor.dispose();
  return {
    forecasts,
    tensors: [before.tensors, after.tensors],
    textures: [before.textures, after.textures],
    heapBytes: [before.heap, after.heap],
  };
}

/** Bytes; the browser is started so that it collects when asked and tells exactly. */
function usedHeap(): number {
  const { gc, performance } = globalThis as unknown as {
    gc: () => void;
    performance: { memory: { usedJSHeapSize: number } };
  };
  gc();
  return performance.memory.usedJSHeapSize;
}
