import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import type { NetworkSpec } from '../../../network-spec';
import type { WeightTensor } from '../../executor';
import { referenceGradients } from '../../reference/network';
import { randomValues, relativeDistance, uniform } from '../../testing/random-networks';
import { startBackend, useBackend } from '../../tfjs/backends';
import { buildModel, setModelWeights } from '../../tfjs/build-model';
import { fuseLstmLayers } from '../../tfjs/lstm-op';
import { randomJob } from '../../tfjs/testing/random-job';
import { registerWebglLstm } from '../lstm-kernels';

/** Training through TF.js on WebGL, with and without the LSTM op; for the browser check and the bench. */

/** Worst relative distance of a weight's gradient from the float64 reference. */
export async function gradientDistance(spec: NetworkSpec, batch: number, seed: number): Promise<number> {
  await startBackend('webgl');
  registerWebglLstm();
  const { weights, sequence, context, out } = randomJob(spec, batch, seed);
  const target = randomValues(uniform(seed + 1), out.length);
  const ones = new Float32Array(out.length / batch).fill(1);
  const expected = referenceGradients(spec, weights, batch, sequence, context, target, ones, { loss: 'mse' });
  const model = fusedModel(spec, weights, true);
  const { grads } = tf.variableGrads(() =>
    tf.losses.meanSquaredError<tf.Tensor, tf.Scalar>(
      tf.tensor(target, [batch, ones.length]),
      model.apply(inputsOf(spec, batch, sequence, context)) as tf.Tensor,
    ),
  );
  const norm = Math.hypot(...expected.gradients.map(({ data }) => Math.hypot(...data)));
  let worst = 0;
  for (const variable of model.trainableWeights) {
    const { data } = expected.gradients.find((g) => g.name === variable.originalName)!;
    const found = await grads[(variable.read() as tf.Variable).name].data();
    worst = Math.max(worst, relativeDistance(found, data, 1e-4 * norm));
  }
  tf.dispose(grads);
  model.dispose();
  return worst;
}

/** Milliseconds for each of `runs` training steps, and the tensors that they left behind. */
export async function trainingSteps(
  spec: NetworkSpec,
  batch: number,
  runs: number,
  fused: boolean,
): Promise<{ times: number[]; leaked: number }> {
  await startBackend('webgl');
  registerWebglLstm();
  const { weights, sequence, context, out } = randomJob(spec, batch, 41);
  const model = fusedModel(spec, weights, fused);
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'meanSquaredError' });
  const inputs = inputsOf(spec, batch, sequence, context);
  const target = tf.tensor(randomValues(uniform(42), out.length), [batch, out.length / batch]);
  await model.trainOnBatch(inputs, target);
  const before = tf.memory().numTensors;
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    useBackend('webgl');
    const start = performance.now();
    await model.trainOnBatch(inputs, target);
    times.push(performance.now() - start);
  }
  const leaked = tf.memory().numTensors - before;
  tf.dispose([...inputs, target]);
  model.dispose();
  return { times, leaked };
}

function fusedModel(spec: NetworkSpec, weights: readonly WeightTensor[], fused: boolean): tfl.LayersModel {
  const model = buildModel(spec);
  setModelWeights(model, spec, weights);
  if (fused) fuseLstmLayers(model);
  return model;
}

function inputsOf(
  spec: NetworkSpec,
  batch: number,
  sequence: Float32Array,
  context: Float32Array,
): tf.Tensor[] {
  const { ticks, channels, context: size } = spec.input;
  const inputs: tf.Tensor[] = [tf.tensor(sequence, [batch, ticks, channels])];
  if (size > 0) inputs.push(tf.tensor(context, [batch, size]));
  return inputs;
}
