import type { NetworkSpec } from '../../network-spec';
import type { Executor, WeightTensor } from '../executor';
import { startBackend } from '../tfjs/backends';
import { warmUp } from '../tfjs/warm-up';
import { contextLost } from '../tfjs/webgl-backend';
import { GlDevice, Programs } from './device';
import { packRows, texels } from './layout';
import { buildPipeline } from './pipeline';
import { ReadBack } from './read-back';

/** An executor that says how much it asks of the GPU. */
export interface FusedExecutor extends Executor {
  /** Draw calls for one forecast. */
  readonly draws: number;
}

/**
 * The network on TF.js's own WebGL context as few draws: the input projection of all steps hoisted into one, one draw
 * for a step of the LSTM, convolution and pool merged, textures and programs made once. Nothing is allocated per
 * forecast but the promise. Batches larger than the GPU's textures are cut up.
 */
export async function createFusedExecutor(
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  maxBatch: number,
): Promise<FusedExecutor> {
  const session = await startBackend('webgl');
  const { gl } = session;
  const programs = new Programs(gl);
  const device = new GlDevice(gl, programs);
  const readBack = new ReadBack(gl);
  const pipeline = buildPipeline(device, spec, weights, maxBatch);
  const { ticks, channels, context: contextSize } = spec.input;
  const outputs = spec.output.joints * spec.output.steps;
  const sequenceTexels = texels(channels);
  const contextTexels = texels(contextSize);
  const outputTexels = texels(outputs);
  const sequenceStaging = staging(ticks * sequenceTexels);
  const contextStaging = staging(contextTexels);
  const outputStaging = staging(outputTexels);
  let disposed = false;

  const submit = (batch: number, sequence: Float32Array, context: Float32Array): void => {
    const steps = sequenceStaging(batch);
    packRows(sequence, steps, batch, ticks, channels);
    device.upload(pipeline.sequence, batch * sequenceTexels, ticks, steps);
    if (pipeline.context) {
      const vector = contextStaging(batch);
      packRows(context, vector, batch, 1, contextSize);
      device.upload(pipeline.context, batch * contextTexels, 1, vector);
    }
    device.run(pipeline.draws, batch);
  };

  const executor: FusedExecutor = {
    id: 'webgl-fused',
    maxBatch,
    draws: pipeline.draws.length,
    get lost() {
      return session.lost;
    },
    async run(batch, sequence, context, out) {
      if (disposed) throw new Error('the executor is disposed');
      if (batch > maxBatch) throw new RangeError(`batch ${batch} is more than ${maxBatch}`);
      if (session.lost) throw contextLost();
      const job = readBack.begin(4 * outputTexels * batch);
      for (let from = 0; from < batch; from += pipeline.batch) {
        const count = Math.min(pipeline.batch, batch - from);
        submit(
          count,
          sequence.subarray(from * ticks * channels, (from + count) * ticks * channels),
          context.subarray(from * contextSize, (from + count) * contextSize),
        );
        job.copy(pipeline.output, outputTexels * count);
      }
      const padded = outputStaging(batch);
      await job.finish(padded);
      for (let b = 0; b < batch; b++)
        for (let o = 0; o < outputs; o++) out[b * outputs + o] = padded[b * 4 * outputTexels + o];
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      readBack.dispose();
      device.dispose();
      programs.dispose();
    },
  };
  await warmUp(executor, spec);
  return executor;
}

/** Float buffers of `size` texels for each window; the one of the last batch size is kept. */
function staging(size: number): (batch: number) => Float32Array {
  let last = new Float32Array(0);
  return (batch) => {
    if (last.length !== 4 * size * batch) last = new Float32Array(4 * size * batch);
    return last;
  };
}
