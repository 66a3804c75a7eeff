import * as tf from '@tensorflow/tfjs-core';
import type { NetworkSpec } from '../../network-spec';
import type { Executor, WeightTensor } from '../executor';
import { onBackend, startBackend, useBackend } from './backends';
import type { BackendName } from './backends';
import { buildModel, setModelWeights } from './build-model';
import { warmUp } from './warm-up';
import { contextLost } from './webgl-backend';
import type { WebglSession } from './webgl-backend';

/** The layers model on one of TF.js's own backends, as any TF.js program would run it. */
export async function createStockExecutor(
  backend: BackendName,
  spec: NetworkSpec,
  weights: readonly WeightTensor[],
  maxBatch: number,
): Promise<Executor> {
  const session = await startBackend(backend);
  const { ticks, channels, context: contextSize } = spec.input;
  const outputs = spec.output.joints * spec.output.steps;
  useBackend(backend);
  const model = buildModel(spec);
  setModelWeights(model, spec, weights);
  let disposed = false;

  const forward = (batch: number, sequence: Float32Array, context: Float32Array): tf.Tensor =>
    onBackend(backend, () => {
      const inputs: tf.Tensor[] = [
        tf.tensor3d(sequence.subarray(0, batch * ticks * channels), [batch, ticks, channels]),
      ];
      if (contextSize > 0)
        inputs.push(tf.tensor2d(context.subarray(0, batch * contextSize), [batch, contextSize]));
      return model.apply(inputs) as tf.Tensor;
    });

  const check = (batch: number): void => {
    if (disposed) throw new Error('the executor is disposed');
    if (batch > maxBatch) throw new RangeError(`batch ${batch} is more than ${maxBatch}`);
  };

  const executor: Executor = {
    id: `tfjs-${backend}`,
    maxBatch,
    get lost() {
      return session?.lost ?? false;
    },
    run: session ? runAndWait(session) : runAtOnce,
    dispose() {
      if (disposed) return;
      disposed = true;
      model.dispose();
    },
  };

  function runAtOnce(batch: number, sequence: Float32Array, context: Float32Array, out: Float32Array): void {
    check(batch);
    const y = forward(batch, sequence, context);
    out.set(y.dataSync<'float32'>().subarray(0, batch * outputs));
    y.dispose();
  }

  function runAndWait(gl: WebglSession): Executor['run'] {
    return async (batch, sequence, context, out) => {
      check(batch);
      if (gl.lost) throw contextLost();
      const y = forward(batch, sequence, context);
      try {
        const values = await gl.orLost(y.data<'float32'>());
        if (gl.lost) throw contextLost();
        out.set(values.subarray(0, batch * outputs));
      } finally {
        y.dispose();
      }
    };
  }

  await warmUp(executor, spec);
  return executor;
}
