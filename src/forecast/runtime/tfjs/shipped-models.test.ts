import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
// The umbrella package and nothing of ours: what any other TF.js program would do with the files.
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { Rng } from '../../../gait/rng';
import { ModelLibrary } from '../../model-library';
import { wasmSimd } from '../wasm/wasm-executor';

it.each([join('public', 'models'), join('e2e', 'fixtures', 'models')])(
  'models in %s forecast the same in plain TF.js and on the kernels',
  async (dir) => {
    await tf.setBackend('cpu');
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
      const { modelTopology, weightsManifest } = JSON.parse(
        (await read(card.files.model.path)).toString(),
      ) as tf.io.ModelJSON;
      const weightData = new Uint8Array(await read(card.files.weights.path)).buffer;
      const weightSpecs = weightsManifest.flatMap((group) => group.weights);
      const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
      const plain = tf.tidy(() => {
        const inputs: tf.Tensor[] = [tf.tensor(sequence, [1, ticks, channels])];
        if (context > 0) inputs.push(tf.tensor(rest, [1, context]));
        return (model.predict(inputs) as tf.Tensor).dataSync<'float32'>().slice();
      });
      const apart = Math.max(...plain.map((v, i) => Math.abs(v - out[i])));
      expect(apart).toBeLessThan(1e-4);
      expect(Math.max(...plain.map(Math.abs))).toBeGreaterThan(0.01);
    }
  },
);
