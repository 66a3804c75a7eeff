import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkSpecSchema } from '../../network-spec';
import {
  networkSpec,
  randomValues,
  randomWeights,
  relativeDistance,
  uniform,
} from '../testing/random-networks';
import { specSamples } from '../tfjs/testing/spec-samples';
import { wasmSimd } from './wasm-executor';

/** Windows cut from one signal; row 0 of each is spoilt, as that of a velocity is. */
function windowsOf(ticks: number, channels: number, random: () => number) {
  const signal = randomValues(random, (ticks + 60) * channels);
  return (tick: number): Float32Array => {
    const window = signal.slice(tick * channels, (tick + ticks) * channels);
    window[channels - 1] = 0;
    return window;
  };
}

async function check(spec: Parameters<typeof wasmSimd>[0], ticks: readonly number[], seed: number) {
  const random = uniform(seed);
  const executor = await wasmSimd(spec, randomWeights(spec, random), 1);
  const [one, other] = [executor.openStream!(), executor.openStream!()];
  const windowAt = windowsOf(spec.input.ticks, spec.input.channels, random);
  const elsewhere = windowsOf(spec.input.ticks, spec.input.channels, random);
  const outputs = spec.output.joints * spec.output.steps;
  for (const tick of ticks) {
    const context = randomValues(random, spec.input.context);
    for (const [stream, cut] of [
      [one, windowAt],
      [other, elsewhere],
    ] as const) {
      const [out, expected] = [new Float32Array(outputs), new Float32Array(outputs)];
      stream.run(cut(tick), context, out);
      void executor.run(1, cut(tick), context, expected);
      expect(relativeDistance(out, expected, 1e-3), `tick ${tick}`).toBeLessThan(1e-5);
    }
  }
  executor.dispose();
}

const steadily = Array.from({ length: 30 }, (_, i) => i);

describe('a stream of windows', () => {
  it.each(specSamples)('forecasts as single runs do, two streams side by side: %s', (_, spec) =>
    check(spec, steadily, 61),
  );

  it('whatever the network, and wherever windows are left out, repeated or begun anew', async () => {
    const jumps = fc.array(fc.constantFrom(1, 1, 1, 1, 1, 1, 0, 2, -5), { minLength: 10, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(networkSpec, jumps, fc.nat(1e6), async (spec, steps, seed) => {
        let tick = 20;
        const ticks = steps.map((step) => (tick = Math.min(59, Math.max(0, tick + step))));
        await check(spec, ticks, seed);
      }),
      { numRuns: 60, seed: 5 },
    );
  }, 120_000);

  it('takes less time than single runs where convolutions are most of the work', async () => {
    const spec = networkSpecSchema.parse({
      version: 1,
      input: { ticks: 200, channels: 2, context: 0 },
      layers: [
        { kind: 'conv1d', filters: 32, kernel: 7, stride: 2 },
        { kind: 'conv1d', filters: 32, kernel: 9 },
        { kind: 'pool', op: 'average', size: 10 },
      ],
      summary: ['mean'],
      head: [],
      output: { joints: 1, steps: 4 },
    });
    const random = uniform(8);
    const executor = await wasmSimd(spec, randomWeights(spec, random), 1);
    const stream = executor.openStream!();
    const signal = randomValues(random, 2 * 1300);
    const windows = Array.from({ length: 1000 }, (_, t) => signal.slice(2 * t, 2 * t + 400));
    const [context, out] = [new Float32Array(0), new Float32Array(4)];
    const timed = (run: (window: Float32Array) => void) => {
      const start = performance.now();
      for (const window of windows) run(window);
      return performance.now() - start;
    };
    const runs = [0, 1, 2, 3, 4].map(() => [
      timed((window) => stream.run(window, context, out)),
      timed((window) => void executor.run(1, window, context, out)),
    ]);
    const least = (i: number) => Math.min(...runs.map((r) => r[i]));
    // Nine tenths of the products are saved; half of the time is a careful claim on a busy machine.
    expect(least(0)).toBeLessThan(0.6 * least(1));
  });
});
