import type { Executor, ExecutorFactory } from '../executor';
import type { KernelBuild } from './kernels';
import { instantiateKernels } from './kernels';
import { layOut, put, take } from './network';
import { openStream } from './stream';

/**
 * Runs networks on the WebAssembly kernels: synchronous, no allocation per run. Memory is that of one instance, freed
 * with it. `run` throws RangeError for a batch above `maxBatch` or inputs too short.
 */
function wasmFactory(build: KernelBuild): ExecutorFactory {
  return async (spec, weights, maxBatch) => {
    const kernels = await instantiateKernels(build);
    const network = layOut(kernels, spec, maxBatch, false);
    const { shop, layers, sequence, context, outputs } = network;
    shop.weights = shop.parameters.block(shop.arena);
    let heap = shop.arena.open();
    shop.parameters.write(heap, shop.weights, spec, weights);

    const executor: Executor = {
      id: build === 'simd' ? 'wasm-simd' : 'wasm-relaxed',
      maxBatch,
      lost: false,
      run(batch, sequenceValues, contextValues, out) {
        if (batch > maxBatch) throw new RangeError(`batch ${batch} is above ${maxBatch}`);
        put(heap, sequence.at, sequenceValues, batch * sequence.size);
        put(heap, context.at, contextValues, batch * context.size);
        for (let i = 0; i < layers.length; i++) layers[i].forward(batch);
        take(heap, network, batch, out);
      },
      openStream: () => openStream(network, heap),
      dispose() {
        heap = new Float32Array(0);
      },
    };
    warmUp(executor, sequence.size, context.size, outputs);
    return executor;
  };
}

/** Enough runs that the engine has compiled the kernels with its best compiler. */
function warmUp(executor: Executor, sequence: number, context: number, outputs: number): void {
  const inputs = new Float32Array(sequence);
  const rest = new Float32Array(context);
  const out = new Float32Array(outputs);
  const deadline = performance.now() + 30;
  for (let i = 0; i < 100 && performance.now() < deadline; i++) void executor.run(1, inputs, rest, out);
}

export const wasmSimd = wasmFactory('simd');
export const wasmRelaxed = wasmFactory('relaxed');
