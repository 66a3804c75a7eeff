import type { NetworkSpec } from '../../network-spec';
import type { Executor } from '../executor';

/** Runs an executor on a window of zeros until shaders are compiled, textures recycled and functions optimised. */
export async function warmUp(executor: Executor, { input, output }: NetworkSpec, runs = 3): Promise<void> {
  const sequence = new Float32Array(input.ticks * input.channels);
  const context = new Float32Array(input.context);
  const out = new Float32Array(output.joints * output.steps);
  try {
    for (let i = 0; i < runs; i++) await executor.run(1, sequence, context, out);
  } catch (error) {
    executor.dispose();
    throw error;
  }
}
