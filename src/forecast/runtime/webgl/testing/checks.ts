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
