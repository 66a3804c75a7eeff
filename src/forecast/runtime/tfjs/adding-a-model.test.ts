import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ModelCard } from '../../model-card';
import { type ModelError, ModelLibrary } from '../../model-library';
import { sha256 } from '../../sha256';
import { relativeDistance } from '../testing/random-networks';
import { wasmSimd } from '../wasm/wasm-executor';
import { startBackend } from './backends';

/** The example of docs/adding-a-model.md, done: a network that this project did not build, under the card of that page. */
const root = new URL('../../../../', import.meta.url);
const page = readFileSync(new URL('docs/adding-a-model.md', root), 'utf8');
const [cardOfPage, indexOfPage] = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) => json);
const exampleCard = (): ModelCard => JSON.parse(cardOfPage) as ModelCard;
const [building, saving] = [...page.matchAll(/```python\n([\s\S]*?)```/g)].map(([, python]) => python);
const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** The page's Python, layer by layer, in plain TF.js. Indexing and scaling, which hold no weights, are spelt as layers. */
function foreignModel(): tfl.LayersModel {
  const L = tfl.layers;
  const biasInitializer = 'randomNormal';
  const sequence = tfl.input({ shape: [200, 3], name: 'sequence' });
  const context = tfl.input({ shape: [31], name: 'context' });
  const conv = { filters: 8, kernelSize: 7, strides: 2, padding: 'same', activation: 'relu' } as const;
  let x = on(L.conv1d({ ...conv, biasInitializer, name: 'conv1d_1' }), sequence);
  x = on(L.averagePooling1d({ poolSize: 4, strides: 4, name: 'pool_1' }), x);
  const lstm = { units: 8, returnSequences: true, recurrentActivation: 'sigmoid' } as const;
  x = on(L.lstm({ ...lstm, recurrentInitializer: 'glorotUniform', name: 'lstm_1' }), x);
  const before: [number, number][] = [
    [24, 0],
    [0, 0],
  ];
  const picture = on(L.reshape({ targetShape: [25, 1, 8] }), x);
  const last = on(
    L.flatten(),
    on(L.cropping2D({ cropping: before as [[number, number], [number, number]] }), picture),
  );
  const raw = on(L.dot({ axes: [2, 1] as never }), [x, last]);
  const score = on(
    L.activation({ activation: 'softmax' }),
    on(L.rescaling({ scale: 1 / Math.sqrt(8) }), raw),
  );
  const attention = on(L.dot({ axes: [1, 1] as never }), [score, x]);
  let h = on(L.concatenate({ name: 'summary' }), [last, attention, context]);
  h = on(L.dense({ units: 16, activation: 'relu', biasInitializer, name: 'dense_1' }), h);
  h = on(L.concatenate({ name: 'rejoined' }), [h, context]);
  h = on(L.dense({ units: 6, biasInitializer, name: 'coefficients' }), h);
  h = on(L.dense({ units: 50, useBias: false, trainable: false, name: 'basis' }), h);
  return tfl.model({ inputs: [sequence, context], outputs: h });
}

type Node = tfl.SymbolicTensor;
const on = (layer: { apply(x: Node | Node[]): unknown }, x: Node | Node[]): Node => layer.apply(x) as Node;

/** What `model.save` gives, with the LSTM's cell in the names, as Keras has it. */
async function saved(model: tfl.LayersModel): Promise<{ json: Uint8Array; bin: Uint8Array }> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save({
    save: (a) => {
      artifacts = a;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    },
  });
  const { modelTopology, weightSpecs, weightData } = artifacts!;
  const weights = weightSpecs!.map((w) => ({
    ...w,
    name: w.name.replace(/^lstm_1\//, 'lstm_1/lstm_cell/'),
  }));
  const manifest = [{ paths: ['weights.bin'], weights }];
  return {
    json: text({ format: 'layers-model', modelTopology, weightsManifest: manifest }),
    bin: new Uint8Array(weightData as ArrayBuffer),
  };
}

const baselines = new Uint8Array(readFileSync(new URL('public/models/knee/baselines.json', root)));
const shelf = (json: Uint8Array, bin: Uint8Array): Map<string, Uint8Array> =>
  new Map([
    ['model.json', json],
    ['weights.bin', bin],
    ['baselines.json', baselines],
  ]);

const openWith = (files: ReadonlyMap<string, Uint8Array>, card: ModelCard): Promise<ModelLibrary> =>
  ModelLibrary.open((path) => {
    if (path === 'index.json') return Promise.resolve(new TextEncoder().encode(indexOfPage));
    if (path === 'my-knee/card.json') return Promise.resolve(text(card));
    const bytes = files.get(path.replace('my-knee/', ''));
    return bytes ? Promise.resolve(bytes) : Promise.reject(new Error('not there'));
  });

const checked = (files: ReadonlyMap<string, Uint8Array>): ModelCard => {
  const card = exampleCard();
  for (const file of Object.values(card.files)) file.sha256 = sha256(files.get(file.path)!);
  return card;
};

const sequence = Float32Array.from({ length: 600 }, (_, i) => Math.sin(i / 9));
const context = Float32Array.from({ length: 31 }, (_, i) => Math.cos(i / 5));

/** One forecast of what loads from `files` under the card of the page, on `sequence` and `context`. */
async function forecastOf(files: ReadonlyMap<string, Uint8Array>): Promise<Float32Array> {
  const library = await openWith(files, checked(files));
  expect(library.problems).toEqual([]);
  const { card, weights } = await library.load('my-knee');
  expect(weights.reduce((n, w) => n + w.data.length, 0)).toBe(card.parameters);
  const executor = await wasmSimd(card.architecture, weights, 1);
  const out = new Float32Array(50);
  await executor.run(1, sequence, context, out);
  executor.dispose();
  return out;
}

test('what Keras itself writes, by the Python of the page, forecasts here as in Keras', async () => {
  const kept = (name: string): Uint8Array =>
    new Uint8Array(readFileSync(new URL(`testing/keras/${name}`, import.meta.url)));
  const said = JSON.parse(new TextDecoder().decode(kept('forecast.json'))) as {
    keras: string;
    python: string;
    y: number[];
  };
  // Else the page has changed since Keras ran it: testing/keras/save.py runs it again.
  expect(sha256(new TextEncoder().encode(building + saving))).toBe(said.python);
  expect(said.keras).toMatch(/^3\./);
  const out = await forecastOf(shelf(kept('model.json'), kept('weights.bin')));
  expect(relativeDistance(out, Float32Array.from(said.y))).toBeLessThan(1e-5);
});

describe('a model from elsewhere', () => {
  let model: tfl.LayersModel;
  let files: Map<string, Uint8Array>;
  beforeAll(async () => {
    await startBackend('cpu');
    model = foreignModel();
    const { json, bin } = await saved(model);
    files = shelf(json, bin);
  });
  const open = (card: ModelCard): Promise<ModelLibrary> => openWith(files, card);
  const checkedCard = (): ModelCard => checked(files);

  test('loads under the card of the page, and runs here as in TF.js', async () => {
    const expected = model.predict([tf.tensor(sequence, [1, 200, 3]), tf.tensor(context, [1, 31])]);
    const out = await forecastOf(files);
    expect(relativeDistance(out, (expected as tf.Tensor).dataSync<'float32'>())).toBeLessThan(1e-5);
  });

  test('is refused with the reason where files and card disagree', async () => {
    const problem = async (card: ModelCard): Promise<string> => {
      const library = await open(card);
      if (library.problems.length > 0) return library.problems[0].message;
      return library.load('my-knee').then(
        () => 'loaded',
        (error: unknown) => (error as ModelError).message,
      );
    };
    expect(await problem(exampleCard())).toContain('bad_checksum');
    const wider = checkedCard();
    wider.architecture.input.context = 32;
    expect(await problem(wider)).toContain('architecture.input.context is not 31');
    const larger = checkedCard();
    larger.architecture.head[0].units = 17;
    expect(await problem(larger)).toContain(
      'bad_weights: weight dense_1/kernel has shape [47,16], not [47,17]',
    );
    const shorter = checkedCard();
    shorter.steps = shorter.architecture.output.steps = 40;
    shorter.intervalQuantiles = shorter.intervalQuantiles.slice(0, 40);
    expect(await problem(shorter)).toMatch(/bad_weights|bad_baselines/);
  });
});
