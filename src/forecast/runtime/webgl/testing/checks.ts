import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkSpec } from '../../../network-spec';
import type { Executor, ExecutorFactory } from '../../executor';
import { referenceForward } from '../../reference/network';
import { networkSpec, relativeDistance } from '../../testing/random-networks';
import { randomJob } from '../../tfjs/testing/random-job';
import { specSamples } from '../../tfjs/testing/spec-samples';
import { tfjsWebgl } from '../../tfjs/tfjs-executors';
import { loseWebgl } from '../../tfjs/webgl-backend';
import type { FusedExecutor } from '../fused-executor';
import { createTfjsTrainer } from '../../training/tfjs-trainer';
import { webglFused } from '../webgl-executors';
import { gradientDistance, trainingSteps } from './training-check';

/** What only a browser can show of the WebGL executors; called one after another from a page of the e2e tests. */

interface LossReport {
  before: boolean;
  pending: string;
  after: boolean;
  next: string;
  /** Of a new executor's forecast from the old one's. */
  distance: number;
}

interface GpuMemory extends tf.MemoryInfo {
  numBytesInGPU: number;
}

interface GpuAnswer {
  training: string;
  forecasting: string;
}

type Gl = WebGL2RenderingContext;

/** Makes every new context answer as a lesser GPU would; each gives back what undoes it. */
const LACKS = {
  'float textures': () =>
    answering(
      'getExtension',
      (real) =>
        function (this: Gl, name: string) {
          return name === 'EXT_color_buffer_float'
            ? null
            : (real as (this: Gl, name: string) => unknown).call(this, name);
        } as Gl['getExtension'],
    ),
  'float targets': () =>
    answering(
      'checkFramebufferStatus',
      () =>
        function (this: Gl) {
          return this.FRAMEBUFFER_UNSUPPORTED;
        },
    ),
  'float arithmetic': () =>
    answering('getShaderPrecisionFormat', () => () => ({ precision: 10, rangeMin: 15, rangeMax: 15 })),
};

function answering<K extends 'getExtension' | 'checkFramebufferStatus' | 'getShaderPrecisionFormat'>(
  what: K,
  instead: (real: Gl[K]) => Gl[K],
): () => void {
  const { prototype } = WebGL2RenderingContext;
  const real = prototype[what];
  prototype[what] = instead(real);
  return () => (prototype[what] = real);
}

async function saidBy(act: () => Promise<void>): Promise<string> {
  try {
    await act();
    return 'ok';
  } catch (error) {
    return (error as Error).message;
  }
}

/** The checks, with `referenceSpec` as the network for whatever is measured. */
export function createChecks(referenceSpec: NetworkSpec) {
  const named: readonly (readonly [string, NetworkSpec])[] = [...specSamples, ['reference', referenceSpec]];

  /** Relative distance of both executors' forecasts from the float64 reference, by network. */
  async function forecastDistances(): Promise<Record<string, { fused: number; stock: number }>> {
    const result: Record<string, { fused: number; stock: number }> = {};
    for (const [name, spec] of named)
      result[name] = {
        fused: await forecastDistance(webglFused, spec, 5, 5),
        stock: await forecastDistance(tfjsWebgl, spec, 5, 5),
      };
    return result;
  }

  /** Worst distance over random members of the network family. */
  async function randomNetworks({ runs, seed }: { runs: number; seed: number }): Promise<number> {
    let worst = 0;
    for (const spec of fc.sample(networkSpec, { numRuns: runs, seed }))
      worst = Math.max(worst, await forecastDistance(webglFused, spec, 2, seed));
    return worst;
  }

  /** Distance of a batch's forecasts from those of its first and last windows alone. */
  async function batchDistance({ batch }: { batch: number }): Promise<number> {
    const { weights, sequence, context, out } = randomJob(referenceSpec, batch, 7);
    const executor = await webglFused(referenceSpec, weights, batch);
    await executor.run(batch, sequence, context, out.fill(Number.NaN));
    const size = sequence.length / batch;
    const alone = new Float32Array(out.length / batch);
    let worst = 0;
    for (const window of [0, 1, batch - 2, batch - 1]) {
      await executor.run(1, sequence.subarray(window * size, (window + 1) * size), context, alone);
      const together = out.subarray(window * alone.length, (window + 1) * alone.length);
      worst = Math.max(worst, relativeDistance(together, alone));
    }
    executor.dispose();
    return worst;
  }

  /** Worst relative distance of a gradient, by network: TF.js's training with the LSTM op. */
  async function gradientDistances(): Promise<Record<string, number>> {
    const result: Record<string, number> = {};
    for (const [name, spec] of named) result[name] = await gradientDistance(spec, 3, 43);
    return result;
  }

  const trainingLeak = async ({ steps }: { steps: number }): Promise<number> =>
    (await trainingSteps(specSamples[0][1], 4, steps, true)).leaked;

  /** What `forecasts` more forecasts leave behind in TF.js. */
  async function forecastLeak({ forecasts }: { forecasts: number }): Promise<Record<string, number>> {
    const { weights, sequence, context, out } = randomJob(referenceSpec, 1, 6);
    const executor = await webglFused(referenceSpec, weights, 1);
    const before = tf.memory() as GpuMemory;
    for (let i = 0; i < forecasts; i++) await executor.run(1, sequence, context, out);
    const after = tf.memory() as GpuMemory;
    executor.dispose();
    return {
      tensors: after.numTensors - before.numTensors,
      gpuBytes: after.numBytesInGPU - before.numBytesInGPU,
    };
  }

  /** Forecasts asked for at once on one executor each get their own answer. */
  async function overlappingDistance(): Promise<number> {
    const spec = referenceSpec;
    const jobs = [1, 2, 3, 4].map((batch) => randomJob(spec, batch, 60 + batch));
    const { weights } = jobs[0];
    const executor = await webglFused(spec, weights, 4);
    await Promise.all(
      jobs.map(async ({ sequence, context, out }, i) => executor.run(i + 1, sequence, context, out)),
    );
    executor.dispose();
    const each = jobs.map(({ sequence, context, out }, i) =>
      relativeDistance(out, referenceForward(spec, weights, i + 1, sequence, context)),
    );
    return Math.max(...each);
  }

  /** A lost context is noticed by executors on it, and new ones work. */
  async function contextLoss(): Promise<Record<string, LossReport>> {
    const { weights, sequence, context, out } = randomJob(referenceSpec, 1, 8);
    const result: Record<string, LossReport> = {};
    for (const [id, make] of Object.entries({ webglFused, tfjsWebgl })) {
      const executor = await make(referenceSpec, weights, 1);
      const outcome = async () => {
        try {
          await executor.run(1, sequence, context, out);
          return 'ran';
        } catch (error) {
          return (error as Error).message;
        }
      };
      await outcome();
      const expected = out.slice();
      const before = executor.lost;
      const running = outcome();
      loseWebgl();
      const pending = await running;
      const after = executor.lost;
      const next = await outcome();
      executor.dispose();
      const fresh = await make(referenceSpec, weights, 1);
      await fresh.run(1, sequence, context, out.fill(0));
      fresh.dispose();
      result[id] = { before, pending, after, next, distance: relativeDistance(out, expected) };
    }
    return result;
  }

  /**
   * What training and forecasting on WebGL say on a GPU that lacks something: the browser's own answer about it is
   * replaced, all else is real. `ok` where they run.
   */
  async function onGpuWithout({ lacks }: { lacks: keyof typeof LACKS | null }): Promise<GpuAnswer> {
    const restore = lacks === null ? () => undefined : LACKS[lacks]();
    try {
      loseWebgl(); // so that a context is made anew
      return { training: await saidBy(trainOnce), forecasting: await saidBy(forecastOnce) };
    } finally {
      restore();
    }
  }

  async function trainOnce(): Promise<void> {
    const [, spec] = specSamples[0];
    const { weights, sequence, context, out } = randomJob(spec, 2, 9);
    const trainer = await createTfjsTrainer(spec, weights, 'webgl');
    const ones = new Float32Array(out.length / 2).fill(1);
    const options = { learningRate: 1e-3, loss: 'mse' } as const;
    const first = await trainer.step(2, sequence, context, out.fill(0.1), ones, options);
    const second = await trainer.step(2, sequence, context, out, ones, options);
    trainer.dispose();
    if (!(second < first)) throw new Error(`the loss went from ${first} to ${second}`);
  }

  const forecastOnce = async (): Promise<void> => {
    (await webglFused(referenceSpec, randomJob(referenceSpec, 1, 8).weights, 1)).dispose();
  };

  /** Median milliseconds of one forecast of the reference network, in turns. */
  async function speed({ runs }: { runs: number }): Promise<{ fused: number; stock: number; draws: number }> {
    const { weights, sequence, context, out } = randomJob(referenceSpec, 1, 6);
    const executors: Executor[] = [];
    for (const make of [webglFused, tfjsWebgl]) executors.push(await make(referenceSpec, weights, 1));
    const times: number[][] = [[], []];
    for (let i = 0; i < runs; i++)
      for (const [k, executor] of executors.entries()) {
        const start = performance.now();
        await executor.run(1, sequence, context, out);
        times[k].push(performance.now() - start);
      }
    const [fused, stock] = times.map((t) => t.toSorted((a, b) => a - b)[runs >> 1]);
    const { draws } = executors[0] as FusedExecutor;
    for (const executor of executors) executor.dispose();
    return { fused, stock, draws };
  }

  return {
    forecastDistances,
    randomNetworks,
    batchDistance,
    gradientDistances,
    trainingLeak,
    forecastLeak,
    overlappingDistance,
    contextLoss,
    onGpuWithout,
    speed,
  };
}

async function forecastDistance(
  make: ExecutorFactory,
  spec: NetworkSpec,
  batch: number,
  seed: number,
): Promise<number> {
  const { weights, sequence, context, out } = randomJob(spec, batch, seed);
  const executor = await make(spec, weights, batch);
  await executor.run(batch, sequence, context, out.fill(Number.NaN));
  executor.dispose();
  return relativeDistance(out, referenceForward(spec, weights, batch, sequence, context), 1e-3);
}
