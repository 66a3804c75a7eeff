import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { networkSpecSchema } from '../../network-spec';
import type { NetworkSpec } from '../../network-spec';
import { referenceGradients } from '../reference/network';
import { randomValues, relativeDistance, uniform } from '../testing/random-networks';
import { startBackend } from './backends';
import { buildModel, setModelWeights } from './build-model';
import { registerCpuLstm } from './lstm-cpu';
import { fuseLstmLayers, LSTM } from './lstm-op';
import { randomJob } from './testing/random-job';
import { specSamples } from './testing/spec-samples';

beforeAll(async () => {
  await startBackend('cpu');
  registerCpuLstm();
});

const withLstm = specSamples.filter(([, spec]) => spec.layers.some((layer) => layer.kind === 'lstm'));

describe.each(withLstm)('%s', (_, spec) => {
  test('fused layers forecast as stock layers do', () => {
    const { weights, sequence } = randomJob(spec, 3, 31);
    const model = buildModel(spec);
    setModelWeights(model, spec, weights);
    const inputs = inputsOf(spec, 3, sequence, randomJob(spec, 3, 31).context);
    const stock = (model.apply(inputs) as tf.Tensor).dataSync();
    const lstms = spec.layers.filter((layer) => layer.kind === 'lstm').length;
    expect(fuseLstmLayers(model)).toBe(lstms);
    const profile = kernelsOf(() => model.apply(inputs) as tf.Tensor);
    expect(profile.kernels.filter((name) => name === LSTM)).toHaveLength(lstms);
    expect(relativeDistance(profile.values, stock)).toBeLessThan(1e-6);
    model.dispose();
  });

  test('gradients of all weights agree with the float64 reference', () => {
    const batch = 2;
    const { weights, sequence, context, out } = randomJob(spec, batch, 32);
    const target = randomValues(uniform(33), out.length);
    const ones = new Float32Array(out.length / batch).fill(1);
    const expected = referenceGradients(spec, weights, batch, sequence, context, target, ones, {
      loss: 'mse',
    });
    const model = buildModel(spec);
    setModelWeights(model, spec, weights);
    fuseLstmLayers(model);
    const inputs = inputsOf(spec, batch, sequence, context);
    const { value, grads } = tf.variableGrads(() =>
      tf.losses.meanSquaredError<tf.Tensor, tf.Scalar>(
        tf.tensor(target, [batch, ones.length]),
        model.apply(inputs) as tf.Tensor,
      ),
    );
    expect(value.dataSync()[0]).toBeCloseTo(expected.loss, 5);
    const norm = Math.hypot(...expected.gradients.map(({ data }) => Math.hypot(...data)));
    for (const variable of model.trainableWeights) {
      const { data } = expected.gradients.find((g) => g.name === variable.originalName)!;
      const found = grads[(variable.read() as tf.Variable).name].dataSync();
      expect(relativeDistance(found, data, 1e-4 * norm), variable.originalName).toBeLessThan(1e-4);
    }
    model.dispose();
  });
});

test('TF.js trains a model with fused layers, and leaves no tensors behind', async () => {
  const [, spec] = specSamples[0];
  const { weights, sequence, out } = randomJob(spec, 8, 34);
  const model = buildModel(spec);
  setModelWeights(model, spec, weights);
  fuseLstmLayers(model);
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
  const [x] = inputsOf(spec, 8, sequence, new Float32Array(0));
  const y = tf.tensor(
    out.map((_, i) => Math.sin(i)),
    [8, spec.output.steps],
  );
  const first = Number(await model.trainOnBatch(x, y));
  const before = tf.memory().numTensors;
  let last = first;
  for (let i = 0; i < 60; i++) last = Number(await model.trainOnBatch(x, y));
  expect(tf.memory().numTensors).toBe(before);
  expect(last).toBeLessThan(first / 2);
});

test('layers that the op cannot stand in for are left alone', () => {
  const spec: NetworkSpec = networkSpecSchema.parse(specSamples[0][1]);
  const model = buildModel(spec);
  const lstm = model.layers.find((layer) => layer.getClassName() === 'LSTM')!;
  (lstm as unknown as { goBackwards: boolean }).goBackwards = true;
  expect(fuseLstmLayers(model)).toBe(0);
  model.dispose();
});

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

function kernelsOf(run: () => tf.Tensor): { kernels: string[]; values: ArrayLike<number> } {
  const kernels: string[] = [];
  const spy = vi.spyOn(tf.engine(), 'runKernel');
  const values = run().dataSync();
  kernels.push(...spy.mock.calls.map(([name]) => name));
  spy.mockRestore();
  return { values, kernels };
}
