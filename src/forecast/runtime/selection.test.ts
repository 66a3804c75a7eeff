import { describe, expect, it, vi } from 'vitest';
import { networkSpecSchema } from '../network-spec';
import type { Executor, ExecutorFactory } from './executor';
import { NoExecutorError, measureExecutors, selectExecutor } from './selection';
import { tfjsCpu } from './tfjs/tfjs-executors';
import { uniform } from './testing/random-networks';
import { wasmSimd } from './wasm/wasm-executor';
import { initWeights } from './weights';

const spec = networkSpecSchema.parse({
  version: 1,
  input: { ticks: 40, channels: 3, context: 4 },
  layers: [
    { kind: 'conv1d', filters: 8, kernel: 5 },
    { kind: 'lstm', units: 12 },
  ],
  summary: ['last', 'attention'],
  attention: { form: 'dot' },
  head: [],
  output: { joints: 1, steps: 50 },
});
const weights = initWeights(spec, uniform(3));

/** The real kernels, with something changed. */
const changed =
  (change: Partial<Executor> | ((real: Executor) => Partial<Executor>)): ExecutorFactory =>
  async (...args) => {
    const real = await wasmSimd(...args);
    return { ...real, ...(typeof change === 'function' ? change(real) : change) };
  };

/** Right but slow: as a GPU with a read-back. */
const slow = (ms: number, dispose = () => undefined) =>
  changed((real) => ({
    async run(...args) {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return real.run(...args);
    },
    dispose,
  }));

/** Off by a ten-thousandth in one output. */
const wrong = changed((real) => ({
  id: 'wasm-relaxed',
  run(batch, sequence, context, out) {
    void real.run(batch, sequence, context, out);
    out[7] += 1e-3;
  },
}));

describe('selection of the executor', () => {
  it('takes the kernels here, of all that there are, and says why others do not run', async () => {
    const { executor, measured } = await selectExecutor(spec, weights, { batch: 1 });
    expect(executor.id).toBe('wasm-simd');
    expect(measured['wasm-simd']).toBeTypeOf('number');
    expect(measured['wasm-simd']).toBeLessThan(5);
    expect(measured['wasm-relaxed']).toBe('no relaxed SIMD');
    expect(measured['webgl-fused']).toBeTypeOf('string');
    expect(measured['tfjs-cpu']).toBeUndefined();
  });

  it('refuses a fast one that is wrong', async () => {
    const { executor, measured } = await selectExecutor(spec, weights, {
      batch: 3,
      factories: { 'wasm-relaxed': wrong, 'wasm-simd': wasmSimd },
    });
    expect(executor.id).toBe('wasm-simd');
    expect(measured['wasm-relaxed']).toMatch(/^parity \d/);
    const silent = changed({ run: () => undefined });
    await expect(
      selectExecutor(spec, weights, { batch: 1, factories: { 'wasm-simd': silent } }),
    ).rejects.toMatchObject({ measured: { 'wasm-simd': 'parity Infinity' } });
  });

  it('takes the faster of two that are right, and disposes the other', async () => {
    const dispose = vi.fn();
    const { executor, measured } = await selectExecutor(spec, weights, {
      batch: 2,
      factories: { 'wasm-simd': slow(5, dispose), 'webgl-fused': changed({ id: 'webgl-fused' }) },
    });
    expect(executor.id).toBe('webgl-fused');
    expect(dispose).toHaveBeenCalledOnce();
    expect(measured['wasm-simd']).toBeGreaterThan(4);
    expect(measured['webgl-fused']).toBeLessThan(measured['wasm-simd'] as number);
  });

  it('tries no more where one is fast enough', async () => {
    const webgl = vi.fn(slow(1));
    const factories = { 'wasm-simd': wasmSimd, 'webgl-fused': webgl };
    const { measured } = await selectExecutor(spec, weights, { batch: 1, enoughMs: 50, factories });
    expect(webgl).not.toHaveBeenCalled();
    expect(Object.keys(measured)).toEqual(['wasm-simd']);
  });

  it('honours a pin where it runs right, however slow', async () => {
    const factories = { 'wasm-simd': wasmSimd, 'webgl-fused': slow(3), 'tfjs-cpu': tfjsCpu };
    const cpu = await selectExecutor(spec, weights, { batch: 1, pin: 'tfjs-cpu', factories });
    expect(cpu.executor.id).toBe('tfjs-cpu');
    const webgl = await selectExecutor(spec, weights, { batch: 1, pin: 'prefer_webgl', factories });
    expect(Object.keys(webgl.measured)).toEqual(['webgl-fused']);
  });

  it('falls back from a pin that does not run, and says why', async () => {
    const factories = { 'wasm-simd': wasmSimd, 'webgl-fused': () => Promise.reject(new Error('no WebGL 2')) };
    const { executor, measured } = await selectExecutor(spec, weights, {
      batch: 1,
      pin: 'prefer_webgl',
      factories,
    });
    expect(executor.id).toBe('wasm-simd');
    expect(measured['webgl-fused']).toBe('no WebGL 2');
  });

  it('goes straight to what was fastest before, and still checks it', async () => {
    const webgl = vi.fn(slow(1));
    const known = { 'wasm-simd': 0.1, 'webgl-fused': 5, 'tfjs-webgl': 'no GL' };
    const again = await selectExecutor(spec, weights, {
      batch: 1,
      known,
      factories: { 'wasm-simd': wasmSimd, 'webgl-fused': webgl },
    });
    expect(again.executor.id).toBe('wasm-simd');
    expect(again.measured).toMatchObject({ 'webgl-fused': 5, 'tfjs-webgl': 'no GL' });
    expect(webgl).not.toHaveBeenCalled();
    const turnedBad = await selectExecutor(spec, weights, {
      batch: 1,
      known: { 'wasm-relaxed': 0.01 },
      factories: { 'wasm-relaxed': wrong, 'wasm-simd': wasmSimd },
    });
    expect(turnedBad.executor.id).toBe('wasm-simd');
  });

  it('measures all for a table', async () => {
    const measured = await measureExecutors(spec, weights, { batch: 4 });
    expect(Object.keys(measured).toSorted()).toEqual(
      ['tfjs-cpu', 'tfjs-wasm', 'tfjs-webgl', 'wasm-relaxed', 'wasm-simd', 'webgl-fused'].toSorted(),
    );
    expect(measured['tfjs-cpu']).toBeGreaterThan(measured['wasm-simd'] as number);
  });

  it('says so where nothing runs', async () => {
    const nothing = selectExecutor(spec, weights, { batch: 1, factories: {} });
    await expect(nothing).rejects.toBeInstanceOf(NoExecutorError);
  });
});
