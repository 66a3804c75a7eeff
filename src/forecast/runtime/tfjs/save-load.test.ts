import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeWeights, joined, readWeights, weightPaths } from '../model-files';
import type { ModelJson } from '../model-files';
import { relativeDistance } from '../testing/random-networks';
import { weightShapes } from '../weights';
import { startBackend } from './backends';
import { getModelWeights, setModelWeights } from './build-model';
import { loadModelFiles, toModelFiles } from './save-load';
import { kerasInput, kerasJson, kerasOutput, kerasShards, kerasSpec } from './testing/keras-model';
import { randomJob } from './testing/random-job';
import { specSamples } from './testing/spec-samples';
import { tfjsCpu } from './tfjs-executors';

beforeAll(() => startBackend('cpu'));

const predict = (model: tfl.LayersModel, inputs: tf.Tensor[]): Float32Array =>
  (model.predict(inputs) as tf.Tensor).dataSync<'float32'>();

describe.each(specSamples)('%s', (_, spec) => {
  test('a saved model is a plain TF.js model and forecasts the same', async () => {
    const { weights, sequence, context, out } = randomJob(spec, 2, 21);
    const executor = await tfjsCpu(spec, weights, 2);
    await executor.run(2, sequence, context, out);
    executor.dispose();

    const saved = toModelFiles(spec, weights);
    const json = JSON.parse(JSON.stringify(saved.json)) as ModelJson;
    const loaded = await loadModelFiles(json, saved.bin);
    const inputs: tf.Tensor[] = [tf.tensor(sequence, [2, spec.input.ticks, spec.input.channels])];
    if (spec.input.context > 0) inputs.push(tf.tensor(context, [2, spec.input.context]));
    expect(relativeDistance(predict(loaded, inputs), out)).toBeLessThan(1e-6);
    expect(await getModelWeights(loaded, spec)).toEqual(weights);
    loaded.dispose();
  });

  test('weights are read without TF.js', () => {
    const { weights } = randomJob(spec, 1, 22);
    const { json, bin } = toModelFiles(spec, weights);
    expect(decodeWeights(json, bin)).toEqual(weights);
  });

  test('the topology has the weights that the house names, and only the basis is fixed', async () => {
    const { json, bin } = toModelFiles(spec, randomJob(spec, 1, 23).weights);
    const model = await loadModelFiles(json, bin);
    const found = model.weights.map((w) => ({
      name: w.originalName,
      shape: w.shape,
      trainable: model.trainableWeights.includes(w),
    }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect(found.sort(byName)).toEqual(weightShapes(spec).sort(byName));
    model.dispose();
  });
});

test('saving and loading leave no tensors behind', async () => {
  const [, spec] = specSamples[1];
  const { weights } = randomJob(spec, 1, 24);
  const before = tf.memory().numTensors;
  const { json, bin } = toModelFiles(spec, weights);
  (await loadModelFiles(json, bin)).dispose();
  expect(tf.memory().numTensors).toBe(before);
});

describe('a model from Keras', () => {
  const read = (path: string): Promise<Uint8Array> =>
    path === 'model.json'
      ? Promise.resolve(new TextEncoder().encode(JSON.stringify(kerasJson)))
      : Promise.resolve(kerasShards.get(path)!);

  test('loads in TF.js and gives what is computed by hand', async () => {
    const bin = joined(weightPaths(kerasJson).map((path) => kerasShards.get(path)!));
    const model = await loadModelFiles(kerasJson, bin);
    const [y0, y1] = predict(model, [tf.tensor(kerasInput, [1, 3, 1])]);
    expect([y0, y1].map((y, i) => Math.abs(y - kerasOutput()[i])).every((d) => d < 1e-6)).toBe(true);
    model.dispose();
  });

  test('runs here from its weights', async () => {
    const weights = await readWeights(read);
    const executor = await tfjsCpu(kerasSpec, weights, 1);
    const out = new Float32Array(2);
    await executor.run(1, kerasInput, new Float32Array(0), out);
    expect(relativeDistance(out, kerasOutput())).toBeLessThan(1e-6);
    executor.dispose();
  });
});

test('weights of another network are refused', async () => {
  const [, spec] = specSamples[0];
  const { json, bin } = toModelFiles(spec, randomJob(spec, 1, 25).weights);
  const model = await loadModelFiles(json, bin);
  const [, other] = specSamples[4];
  expect(() => setModelWeights(model, other, randomJob(other, 1, 26).weights)).toThrow(RangeError);
  model.dispose();
});

test('broken files are refused with the reason', () => {
  const [, spec] = specSamples[0];
  const { json, bin } = toModelFiles(spec, randomJob(spec, 1, 27).weights);
  expect(() => decodeWeights(json, bin.subarray(4))).toThrow('weight file ends inside output/bias');
  expect(() => decodeWeights(json, new Uint8Array(bin.length + 4))).toThrow('4 bytes too many');
  expect(() => decodeWeights({ modelTopology: {} }, bin)).toThrow('no weights manifest');
  const half = structuredClone(json) as unknown as { weightsManifest: { weights: { dtype: string }[] }[] };
  half.weightsManifest[0].weights[0].dtype = 'float16';
  expect(() => decodeWeights(half, bin)).toThrow('conv1d_1/kernel is float16');
});
