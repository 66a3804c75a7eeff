import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { networkSpecSchema } from '../../network-spec';
import { referenceForward } from '../reference/network';
import { randomValues, randomWeights, relativeDistance, uniform } from '../testing/random-networks';
import { wasmRelaxed, wasmSimd } from './wasm-executor';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const bench = new URL('../../../../bench/reference.json', import.meta.url);
const { spec: reference } = JSON.parse(readFileSync(bench, 'utf8')) as { spec: unknown };
const spec = networkSpecSchema.parse(reference);
const random = uniform(11);
const weights = randomWeights(spec, random);
const { ticks, channels } = spec.input;
const none = new Float32Array(0);

describe('WebAssembly executor', () => {
  it('runs the reference network right, in one go', async () => {
    const executor = await wasmSimd(spec, weights, 2);
    const sequence = randomValues(random, 2 * ticks * channels);
    const out = new Float32Array(100);
    expect(executor.run(2, sequence, none, out)).toBeUndefined();
    expect(relativeDistance(out, referenceForward(spec, weights, 2, sequence, none))).toBeLessThan(1e-5);
  });

  it('gives the same bits for the same input, whatever stands around it in a batch', async () => {
    const executor = await wasmSimd(spec, weights, 8);
    const size = ticks * channels;
    const sequence = randomValues(random, 8 * size);
    const all = new Float32Array(8 * 50);
    void executor.run(8, sequence, none, all);
    void executor.run(
      8,
      sequence.map((v) => v * 3),
      none,
      new Float32Array(400),
    );
    const again = new Float32Array(8 * 50);
    void executor.run(8, sequence, none, again);
    expect(again).toEqual(all);
    const two = new Float32Array(100);
    void executor.run(2, sequence.subarray(6 * size), none, two);
    expect(relativeDistance(two, all.subarray(300))).toBeLessThan(1e-6);
  });

  it('allocates nothing per run', async () => {
    const executor = await wasmSimd(spec, weights, 1);
    const sequence = randomValues(random, ticks * channels);
    const out = new Float32Array(50);
    const used = () => {
      collectGarbage();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const runs = (count: number) => {
      for (let i = 0; i < count; i++) void executor.run(1, sequence, none, out);
    };
    runs(2000);
    const before = used();
    runs(20_000);
    // Less than one number per run; the engine's own compiling takes some.
    expect(used() - before).toBeLessThan(20_000 * 8);
  });

  it('passes what is not a number on, and recovers', async () => {
    const executor = await wasmSimd(spec, weights, 1);
    const sequence = randomValues(random, ticks * channels);
    const [good, bad, after] = [new Float32Array(50), new Float32Array(50), new Float32Array(50)];
    void executor.run(1, sequence, none, good);
    void executor.run(1, sequence.with(400, Number.NaN), none, bad);
    void executor.run(1, sequence, none, after);
    expect(bad.every(Number.isNaN)).toBe(true);
    expect(after).toEqual(good);
  });

  it('refuses a batch that does not fit, and an engine without the instructions', async () => {
    const executor = await wasmSimd(spec, weights, 1);
    expect(() => executor.run(2, none, none, none)).toThrow('batch 2 is above 1');
    await expect(wasmRelaxed(spec, weights, 1)).rejects.toThrow('no relaxed SIMD');
  });
});
