import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { Rng } from '../../../gait/rng';
import { ModelLibrary } from '../../model-library';
import type { ModelJson } from '../model-files';
import { wasmSimd } from '../wasm/wasm-executor';
import { onBackend, startBackend, useBackend } from './backends';
import { loadModelFiles } from './save-load';

it.each([join('public', 'models'), join('e2e', 'fixtures', 'models')])(
  'models in %s forecast the same in plain TF.js and on the kernels',
  async (dir) => {
    await startBackend('cpu');
    const library = await ModelLibrary.open((path) => readFile(join(dir, path)));
    expect(library.cards.length).toBeGreaterThan(0);
    for (const { id } of library.cards) {
      const { card, weights } = await library.load(id);
      const { ticks, channels, context } = card.architecture.input;
      const rng = new Rng(1);
      const random = (n: number) => Float32Array.from({ length: n }, () => rng.normal(0, 0.3));
      const [sequence, rest] = [random(ticks * channels), random(context)];
      const out = new Float32Array(card.outputs.length * card.steps);
      const executor = await wasmSimd(card.architecture, weights, 1);
      await executor.run(1, sequence, rest, out);
      executor.dispose();

      const read = (path: string) => readFile(join(dir, id, path));
      const json = JSON.parse((await read(card.files.model.path)).toString()) as ModelJson;
      const bin = await read(card.files.weights.path);
      useBackend('cpu');
      const model = await loadModelFiles(json, bin);
      const inputs = context > 0 ? [sequence, rest] : [sequence];
      const plain = onBackend('cpu', () => {
        const tensors = inputs.map((data, i) =>
          tf.tensor(data, i === 0 ? [1, ticks, channels] : [1, context]),
        );
        return (model.predict(tensors) as tf.Tensor).dataSync<'float32'>().slice();
      });
      const apart = Math.max(...plain.map((v, i) => Math.abs(v - out[i])));
      expect(apart).toBeLessThan(1e-4);
      expect(Math.max(...plain.map(Math.abs))).toBeGreaterThan(0.01);
    }
  },
);
