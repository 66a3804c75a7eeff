import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { ExecutorFactory } from '../executor';
import { webglFused } from '../webgl/webgl-executors';
import { specSamples } from './testing/spec-samples';
import { relativeDistance } from '../testing/random-networks';
import { randomJob } from './testing/random-job';
import { tfjsCpu, tfjsWasm, tfjsWebgl } from './tfjs-executors';

const BATCH = 3;

describe.each(specSamples)('%s', (_, spec) => {
  test('cpu and wasm agree, in turns and in any order', async () => {
    const { weights, sequence, context, out } = randomJob(spec, BATCH, 11);
    const cpu = await tfjsCpu(spec, weights, BATCH);
    const wasm = await tfjsWasm(spec, weights, BATCH);
    const other = out.slice();
    for (const batch of [1, BATCH, 2]) {
      await cpu.run(batch, sequence, context, out.fill(0));
      await wasm.run(batch, sequence, context, other.fill(0));
      const size = (out.length / BATCH) * batch;
      expect(relativeDistance(other.subarray(0, size), out.subarray(0, size))).toBeLessThan(1e-5);
      expect(out.subarray(size).every((x) => x === 0)).toBe(true);
    }
    cpu.dispose();
    wasm.dispose();
  });

  test('a window gets the same forecast alone and in a batch', async () => {
    const { weights, sequence, context, out } = randomJob(spec, BATCH, 12);
    const cpu = await tfjsCpu(spec, weights, BATCH);
    await cpu.run(BATCH, sequence, context, out);
    const alone = new Float32Array(out.length / BATCH);
    const { ticks, channels } = spec.input;
    for (let b = 0; b < BATCH; b++) {
      const window = sequence.subarray(b * ticks * channels, (b + 1) * ticks * channels);
      await cpu.run(1, window, context.subarray(b * spec.input.context, (b + 1) * spec.input.context), alone);
      expect(relativeDistance(alone, out.subarray(b * alone.length, (b + 1) * alone.length))).toBeLessThan(
        1e-6,
      );
    }
    cpu.dispose();
  });
});

const makers: [string, ExecutorFactory][] = [
  ['cpu', tfjsCpu],
  ['wasm', tfjsWasm],
];
test.each(makers)('%s: 1000 forecasts leave no tensor behind, nor does the end', async (_, make) => {
  const [, spec] = specSamples[0];
  const { weights, sequence, context, out } = randomJob(spec, 1, 13);
  const before = tf.memory().numTensors;
  const executor = await make(spec, weights, 1);
  const held = tf.memory();
  for (let i = 0; i < 1000; i++) await executor.run(1, sequence, context, out);
  expect(tf.memory().numTensors).toBe(held.numTensors);
  expect(tf.memory().numBytes).toBe(held.numBytes);
  executor.dispose();
  executor.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(() => executor.run(1, sequence, context, out)).toThrow('disposed');
});

test('refuses batches over its limit and weights of another network', async () => {
  const [, spec] = specSamples[0];
  const { weights, sequence, context, out } = randomJob(spec, 2, 14);
  const executor = await tfjsCpu(spec, weights, 1);
  expect(() => executor.run(2, sequence, context, out)).toThrow(RangeError);
  executor.dispose();
  await expect(tfjsCpu(spec, weights.slice(1), 1)).rejects.toThrow('conv1d_1/kernel is missing');
});

test('both webgl executors say why they cannot run where there is no WebGL', async () => {
  const [, spec] = specSamples[0];
  const { weights } = randomJob(spec, 1, 15);
  for (const make of [tfjsWebgl, webglFused])
    await expect(make(spec, weights, 1)).rejects.toThrow('no WebGL 2 here');
});
